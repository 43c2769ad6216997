// Texts that are meant to do harm, in every place where a person or a program may put a text: they are shown as text, on a page that
// keeps its shape, and nothing of them runs.
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';

import { address, enter, leave, settled, type Login, type Visit } from './place';
import { audit, made, newPerson } from './calls';

let visit: Visit;
afterEach((context) => leave(visit, context));

const head = '<img src=x onerror="globalThis.hacked=1"><script>hacked=1</script>\u202E反着的\u202C\u200F👩‍⚕️';
/** So many bytes at most, without a blank where a line could break. */
function hostile(most: number): string {
  let [text, bytes] = ['', 0];
  for (const one of `${head}${'长'.repeat(10_000)}`) {
    bytes += Buffer.byteLength(one);
    if (bytes > most) break;
    text += one;
  }
  return text;
}
const mark = `${Date.now()}`; // of this run

async function look(login: Login, path: string, there: (page: Page) => Promise<void>): Promise<void> {
  visit = await enter(login, path);
  const { page, complaints, context } = visit;
  await there(page);
  await settled(page);
  expect([path, await page.evaluate(() => 'hacked' in globalThis)]).toEqual([path, false]);
  expect([path, await page.locator('.shell-main img, .ant-popover img, .ant-modal img').count()]).toEqual([path, 0]);
  const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('.shell-main')?.scrollWidth ?? 0));
  expect([path, width <= 1440]).toEqual([path, true]);
  // Nothing pushes the table's own frame, or a section, out of the page.
  const wide = await page.evaluate(() => [...document.querySelectorAll('.section, .table, .page-head')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className));
  expect([path, wide]).toEqual([path, []]);
  expect([path, complaints]).toEqual([path, []]);
  await context.close();
}
/** It stands there letter by letter, as text. */
const shows = (text: string) => async (page: Page) => {
  await expect.poll(async () => (await page.locator('body').innerText()).includes(text) || (await page.locator('body').textContent())?.includes(text)).toBe(true);
};

test('in notes, reasons and names of files of a finding', async () => {
  visit = await enter('demo-inspector', '/nowhere');
  const { page } = visit;
  const [one] = (await made(page, 'GET', '/v1/findings?state=new&verdict=violation&sort=rule&limit=1')).items;
  const path = `/findings/${one.finding_id}`;
  const note = hostile(4000);
  await made(page, 'POST', `/v1${path}/steps`, { step: 'note', text: note }, `/v1${path}`);
  const reason = `${hostile(3900)}R8`;
  await made(page, 'POST', `/v1${path}/steps`, { step: 'dismiss', reason: 'R8', text: reason }, `/v1${path}`);
  await page.goto(address + path);
  const name = `<img src=x onerror=hacked=1>👩‍⚕️${'长'.repeat(40)}.png`;
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer: picture });
  await page.getByRole('link', { name }).waitFor();
  await visit.context.close();
  await look('demo-inspector', path, async (shown) => {
    await shows(note)(shown);
    await shows(reason)(shown);
  });
  await look('demo-inspector', `${path}/sheet`, async () => {});
});

test('in names of saved searches', async () => {
  visit = await enter('demo-inspector', '/nowhere');
  const name = `${mark}${hostile(80)}`;
  await made(visit.page, 'POST', '/v1/saved-searches', { name, query: 'verdict=violation', shared: true });
  await visit.context.close();
  for (const login of ['demo-inspector', 'demo-reviewer'] as const) {
    await look(login, '/findings', async (page) => {
      await page.getByRole('button', { name: '保存的查询' }).click();
      await shows(name)(page);
      const panel = await page.locator('.ant-popover').last().boundingBox();
      expect((panel?.x ?? 0) >= 0 && (panel?.x ?? 0) + (panel?.width ?? 0) <= 1440).toBe(true);
    });
  }
});

test('in names of accounts and drafts', async () => {
  visit = await enter('admin', '/nowhere');
  const name = `${mark}${hostile(180)}`;
  const person = await newPerson(visit.page, { role: 'inspector', display_name: name, regions: [''] });
  await visit.context.close();
  await look('admin', '/accounts', shows(name));
  await look('admin', `/accounts/${person.id}`, shows(name));

  visit = await enter('demo-analyst', '/nowhere');
  const draft = await made(visit.page, 'POST', '/v1/drafts', { title: name });
  await visit.context.close();
  await look('demo-analyst', '/drafts', shows(name));
  await look('demo-analyst', `/drafts/${draft.draft_no}`, shows(name));
});

test('in names of institutions and items, which programs send', async () => {
  const code = `E${mark}`;
  const name = hostile(500); // as long as the service takes
  visit = await enter('admin', '/nowhere');
  await made(visit.page, 'POST', '/v1/tokens', { institution: code, name: hostile(200), ends_at: `${new Date().getFullYear() + 1}-01-01` });
  const row = { fixmedins_code: code, fixmedins_name: name, fixmedins_type: '1', hosp_lv: '01', admdvs: '990101' };
  const taken = await visit.page.evaluate(async (body) => {
    const headers = { 'Content-Type': 'application/x-ndjson', 'X-Yishou': '1' };
    return (await fetch('/v1/facts/fixmedins_b', { method: 'POST', headers, body: `${body}\n` })).status;
  }, JSON.stringify(row));
  expect(taken).toBeLessThan(300);
  await visit.context.close();
  visit = await enter('demo-inspector', '/nowhere');
  await audit(visit.page, '1'); // drains what came
  await visit.context.close();
  await look('admin', '/institution-settings/tokens', shows(hostile(200)));
  await look('demo-inspector', `/institutions?text=${encodeURIComponent(code)}`, shows(name));
  await look('demo-inspector', `/institutions/${code}`, (page) => page.locator('.page h1, .state-title').first().waitFor());

  // An item's name comes with knowledge.
  const head_row = 'rule_no,point_id,code,name,value,value_name,num,num2,unit,scope,valid_from,valid_to,region,basis';
  const item = hostile(180).replaceAll('"', '');
  visit = await enter('demo-analyst', '/nowhere');
  const draft = await made(visit.page, 'POST', '/v1/drafts', { title: `知识 ${mark}` });
  const refused = await visit.page.evaluate(
    async ({ no, text }) => {
      const etag = (await fetch(`/v1/drafts/${no}`)).headers.get('ETag') ?? '';
      const sent = await fetch(`/v1/drafts/${no}/files?name=${encodeURIComponent('<b>本地.csv')}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream', 'X-Yishou': '1', 'If-Match': etag },
        body: text,
      });
      return sent.ok ? '' : sent.text();
    },
    { no: draft.draft_no, text: `${head_row}\n5,E2E-${mark},XA02BCA084A012010100453,${item},XA02BC,${item},90,,天,,,,,测试\n` },
  );
  expect(refused).toBe('');
  await visit.context.close();
  await look('demo-analyst', `/drafts/${draft.draft_no}`, shows('<b>本地.csv'));
});

// The smallest PNG.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
