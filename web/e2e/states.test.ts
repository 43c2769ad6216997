// What a page shows when there is nothing, when nothing has come yet, when the service is gone and comes back, and when it is not for
// the role. A second service, of this file alone, has nothing in its lake and is stopped while pages are open.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { arrive, enter, go, leave, settled, signIn, type Login, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const program = process.env['YISHOU_PROGRAM'] ?? '../build/release/yishou';
const folder = mkdtempSync(join(tmpdir(), 'yishou-empty-'));
let empty = '';
let service: ChildProcess | undefined;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function start(): Promise<void> {
  const listen = new URL(empty).host;
  service = spawn(program, ['serve', '--lake', join(folder, 'lake'), '--base', join(folder, 'base'), '--state', join(folder, 'state'), '--listen', listen, '--demonstration'], { stdio: 'ignore' });
  const isReady = () => fetch(`${empty}/readyz`).then(({ ok }) => ok, () => false);
  while (service.exitCode === null && !(await isReady())) await new Promise((done) => setTimeout(done, 50));
}

async function stop(): Promise<void> {
  if (service === undefined || service.exitCode !== null) return;
  const ended = new Promise((done) => service?.once('exit', done));
  service.kill('SIGTERM');
  await ended;
}

beforeAll(async () => {
  empty = `http://127.0.0.1:${await freePort()}`;
  // A lake with a table and no row.
  mkdirSync(join(folder, 'city'));
  writeFileSync(join(folder, 'city', 'fixmedins_b.csv'), 'fixmedins_code,fixmedins_name,fixmedins_type,hosp_lv,admdvs\n');
  execFileSync(program, ['load', '--lake', join(folder, 'lake'), join(folder, 'city')], { stdio: 'ignore' });
  await start();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** Every kind of page, who sees it, and what it says when there is nothing. */
const kinds: { kind: string; login: Login; path: string; nothing: string | RegExp }[] = [
  { kind: 'overview', login: 'demo-inspector', path: '/', nothing: /0|—/ },
  { kind: 'findings', login: 'demo-inspector', path: '/findings', nothing: '还没有疑点' },
  { kind: 'institutions', login: 'demo-inspector', path: '/institutions', nothing: /没有/ },
  { kind: 'pre-checks', login: 'demo-inspector', path: '/traffic', nothing: /没有|0/ },
  { kind: 'requests', login: 'demo-inspector', path: '/traffic/requests', nothing: /没有/ },
  { kind: 'jobs', login: 'demo-inspector', path: '/jobs', nothing: /没有/ },
  { kind: 'drafts', login: 'demo-analyst', path: '/drafts', nothing: /没有/ },
  { kind: 'shadow runs', login: 'demo-analyst', path: '/shadows', nothing: /没有/ },
];

async function atEmpty(login: Login, path: string): Promise<void> {
  visit = await arrive();
  await signIn(visit.page, login, path, empty);
}

test.each(kinds)('nothing there: $kind', async ({ login, path, nothing }) => {
  await atEmpty(login, path);
  const { page, complaints } = visit;
  await page.locator('.shell-main h1').waitFor();
  await page.locator('.shell-main').getByText(nothing).first().waitFor();
  expect(await page.locator('.state-grave').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
  expect(complaints).toEqual([]);
});

test('the service is gone while a page is open: it says so, and all is there after another try', { timeout: 180_000 }, async () => {
  await atEmpty('demo-inspector', '/nowhere');
  const { page } = visit;
  // Lists that have not been asked for yet, of pages whose own script has come.
  const lists = ['/findings?from=2025-03-01', '/institutions?text=x', '/jobs?state=done', '/drafts?state=open'];
  for (const list of lists) await go(page, list.split('?')[0] ?? list);
  await stop();
  for (const list of lists) {
    await go(page, list);
    await page.locator('.state-grave').getByText('服务没有应答').first().waitFor();
    await page.getByRole('button', { name: '重试' }).first().waitFor();
  }
  await start();
  while ((await page.getByRole('button', { name: '重试' }).count()) > 0) {
    await page.getByRole('button', { name: '重试' }).first().click();
    await settled(page);
  }
  expect(await page.locator('.state-grave').count()).toBe(0);
  await page.getByRole('heading', { level: 1, name: '草案' }).waitFor();
});

test('still loading: the page has its title, says that it loads, and does not jump when all has come', async () => {
  visit = await enter('demo-inspector', '/nowhere');
  const { page, complaints } = visit;
  const held: (() => void)[] = [];
  let holding = true;
  await page.route('**/v1/findings**', async (route) => {
    if (holding) await new Promise<void>((done) => held.push(done));
    await route.continue();
  });
  await page.evaluate(() => {
    history.pushState(null, '', '/findings');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.getByRole('heading', { level: 1, name: '疑点' }).waitFor();
  await page.locator('.table-waiting[aria-busy=true]').waitFor();
  const table = () => page.locator('.table-scroller').boundingBox();
  const before = await table();
  await expect.poll(() => held.length).toBeGreaterThanOrEqual(2);
  holding = false;
  for (const release of held) release();
  await page.locator('.table-row').first().waitFor();
  await settled(page);
  expect((await table())?.width).toBe(before?.width);
  expect(complaints).toEqual([]);
});

// A page of each kind, asked for by a role that has no right to it.
const forbidden: [Login, string[]][] = [
  ['demo-hospital', ['/persons', '/persons/1', '/jobs', '/jobs/1', '/drafts', '/drafts/1', '/shadows', '/accounts', '/accounts/u1', '/institution-settings', '/institution-settings/tokens', '/log']],
  ['admin', ['/findings', '/findings/x', '/findings/x/sheet', '/persons', '/traffic', '/jobs', '/drafts', '/shadows', '/log']],
];
test.each(forbidden)('no right: %s', async (login, paths) => {
  visit = await enter(login, '/nowhere');
  const { page, complaints } = visit;
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/v1/') && asked.push(request.url()));
  for (const path of paths) {
    await go(page, path);
    await page.getByRole('heading', { level: 1, name: '您的角色不能查看此页' }).waitFor();
    await page.getByRole('link', { name: '回到首页' }).waitFor();
    await expect.poll(() => page.title()).toBe('您的角色不能查看此页 · 医守');
  }
  expect(asked).toEqual([]); // nothing is even asked for
  expect(complaints).toEqual([]);
});
