// A refusal of the service (problem+json, RFC 9457), or a service that could not be reached.

/** What of it people are told; it may have further members. */
export interface Problem {
  status: number;
  title?: string | undefined;
  detail?: string | undefined;
  request_id?: string | undefined;
}

export class ProblemError extends Error {
  readonly status: number; // 0: no answer at all
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly retryAfter: number | null; // seconds

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail ?? problem.title ?? String(problem.status));
    this.name = 'ProblemError';
    this.status = problem.status;
    this.title = problem.title ?? '';
    this.detail = problem.detail ?? '';
    this.requestId = problem.request_id ?? '';
    this.retryAfter = retryAfter;
  }
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const seconds = Number(response.headers.get('Retry-After'));
  const retryAfter = seconds > 0 ? seconds : null;
  let body: Partial<Problem> = {};
  if (response.headers.get('Content-Type')?.includes('json')) {
    body = await response
      .clone()
      .json()
      .catch(() => ({}));
  }
  return new ProblemError({ ...body, status: response.status }, retryAfter);
}

/** The service answers "中文 · English"; this is the part in the language asked for. */
export function saidIn(language: 'zh' | 'en', text: string): string {
  const at = text.indexOf(' · ');
  if (at < 0) return text;
  return language === 'zh' ? text.slice(0, at) : text.slice(at + 3);
}
