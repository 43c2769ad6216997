// The typed client of the service. A refusal is thrown as ProblemError, so that callers see answers alone.
import createClient from 'openapi-fetch';

import { ProblemError, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

// The session is a cookie that no script can read; this header proves that a change was asked for by this page and no other.
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { 'X-Yishou': '1' },
  // Looked up at each call, so that a test can put another in its place.
  fetch: (request) => globalThis.fetch(request),
});

let onSessionLost: (() => void) | null = null;
/** Called when the service no longer knows the session. */
export function whenSessionLost(callback: (() => void) | null): void {
  onSessionLost = callback;
}

api.use({
  async onResponse({ request, response }) {
    if (response.ok) return;
    // Signing in with a wrong password is no lost session.
    const signingIn = request.method === 'POST' && new URL(request.url).pathname === '/v1/session';
    if (response.status === 401 && !signingIn) onSessionLost?.();
    throw await problemOf(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    return error instanceof ProblemError ? error : new ProblemError({ status: 0 });
  },
});

/** What was answered: `await answered(api.GET('/v1/jobs'))`. Of an answer without a body: undefined. */
export async function answered<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
