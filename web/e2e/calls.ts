// What programs do beside the browser: calls with the session of a page, as its own scripts make them, and a hospital at the gateway.
import { createHash } from 'node:crypto';

import type { Page } from 'playwright-core';

import { address } from './place';

export interface GatewayAnswer {
  infcode: number;
  err_msg: string;
  output: { result?: { jr_id: string }[] };
}

/** A hospital's software at the gateway, signed; the demonstration's secret is public. */
export async function atGateway(number: string, body: object): Promise<GatewayAnswer> {
  const stamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(Math.random());
  const signature = createHash('sha256').update(`${stamp}yishou-demonstration-token${nonce}${stamp}`).digest('hex');
  const answer = await fetch(`${address}/${number}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'x-tif-paasid': 'demo-hospital',
      'x-tif-timestamp': stamp,
      'x-tif-nonce': nonce,
      'x-tif-signature': signature,
    },
    body: JSON.stringify(body),
  });
  return answer.json() as Promise<GatewayAnswer>;
}

/** The answer's status and what it says; a refusal is an answer. */
export async function call(page: Page, method: string, path: string, body?: unknown, etagOf?: string): Promise<{ status: number; said: any }> {
  return page.evaluate(
    async (asked) => {
      const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Yishou': '1' };
      if (asked.etagOf !== undefined) headers['If-Match'] = (await fetch(asked.etagOf)).headers.get('ETag') ?? '';
      const answer = await fetch(asked.path, { method: asked.method, headers, ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }) });
      const text = await answer.text();
      return { status: answer.status, said: text === '' ? null : JSON.parse(text) };
    },
    { method, path, body, etagOf },
  );
}

/** The same, and it must have been done. */
export async function made(page: Page, method: string, path: string, body?: unknown, etagOf?: string): Promise<any> {
  const { status, said } = await call(page, method, path, body, etagOf);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
  return said;
}

/** All of a list, page after page. */
export async function every(page: Page, path: string): Promise<any[]> {
  const items: any[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const part: { items: any[]; next: string | null } = await made(page, 'GET', `${path}?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...part.items);
    cursor = part.next;
  }
  return items;
}

/** An audit of these rules, until it has ended. */
export async function audit(page: Page, rules: string): Promise<void> {
  let job = await made(page, 'POST', '/v1/jobs', { kind: 'audit', parameters: { rules } });
  while (['waiting', 'running'].includes(job.state)) {
    await page.waitForTimeout(100);
    job = await made(page, 'GET', `/v1/jobs/${job.job_no}`);
  }
  if (job.state !== 'done') throw new Error(JSON.stringify(job));
}

/** Somebody with an account of his own, with the password that he chose. */
export async function newPerson(admin: Page, account: { role: string; display_name: string; regions: string[] }): Promise<{ login: string; password: string; id: string }> {
  const login = `e2e.${Date.now()}`;
  const password = 'Correct-Horse-7-Battery';
  const { account_id: id, one_time_password: first } = await made(admin, 'POST', '/v1/accounts', { login, institutions: [], ...account });
  const status = await admin.evaluate(
    async ({ name, given, own }) => {
      const headers = { 'Content-Type': 'application/json', 'X-Yishou': '1' };
      const entered = await fetch('/v1/session', { method: 'POST', headers, credentials: 'omit', body: JSON.stringify({ login: name, password: given }) });
      const { token } = (await entered.json()) as { token: string };
      const answer = await fetch('/v1/session/password', {
        method: 'PUT',
        credentials: 'omit',
        headers: { ...headers, Authorization: `Bearer ${token}` },
        body: JSON.stringify({ old_password: given, new_password: own }),
      });
      return answer.status;
    },
    { name: login, given: first as string, own: password },
  );
  if (status >= 300) throw new Error(`no password: ${status}`);
  return { login, password, id };
}
