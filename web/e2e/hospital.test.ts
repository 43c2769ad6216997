// A hospital's story: it is asked about a finding, answers with text and a file, and sees nothing of another hospital.
import { afterEach, expect, test } from 'vitest';

import { seriousFindings } from './axe';
import { address, arrive, enter, languages, leave, settled, signIn, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

/** What an inspector's program would do: a finding of the hospital is asked about. */
async function ask(own: boolean): Promise<{ id: string; institution: string }> {
  const inspector = await enter('demo-inspector', '/findings');
  const { institutions } = await hospitalSelf();
  const found = await inspector.page.evaluate(
    async ({ code, isOwn }) => {
      const page = await (await fetch(`/v1/findings?state=new&limit=200${isOwn ? `&institution=${code}` : ''}`)).json();
      const one = page.items.find((row: { fixmedins_code: string }) => (row.fixmedins_code === code) === isOwn);
      const etag = (await fetch(`/v1/findings/${one.finding_id}`)).headers.get('ETag') ?? '';
      const answer = await fetch(`/v1/findings/${one.finding_id}/steps`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Yishou': '1', 'If-Match': etag },
        body: JSON.stringify({ step: 'ask', text: '请说明收费依据' }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return { id: one.finding_id as string, institution: one.fixmedins_code as string };
    },
    { code: institutions[0] ?? '', isOwn: own },
  );
  await inspector.context.close();
  return found;
}

async function hospitalSelf(): Promise<{ institutions: string[] }> {
  const hospital = await enter('demo-hospital', '/');
  const self = await hospital.page.evaluate(async () => (await fetch('/v1/session')).json());
  await hospital.context.close();
  return self;
}

test('answers what it is asked, with a file, by keyboard', async () => {
  const { id } = await ask(true);
  visit = await enter('demo-hospital', '/');
  const { page, complaints } = visit;
  await page.getByRole('region', { name: '等待本机构答复' }).locator(`a[href="/findings/${id}"]`).last().focus();
  await page.keyboard.press('Enter');
  await page.locator('.page-title').getByText('已发询').waitFor();
  await settled(page);
  await page.locator('input[type=file]').setInputFiles({ name: '病历<b>.png', mimeType: 'image/png', buffer: picture });
  await page.getByRole('link', { name: '病历<b>.png' }).waitFor(); // text, not a tag
  await page.getByRole('button', { name: '答复', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('说明').fill(hostile);
  await page.getByRole('dialog').getByRole('button', { name: '答复', exact: true }).click();
  await page.locator('.page-title').getByText('机构已答').waitFor();
  await settled(page);
  expect(await page.locator('.history blockquote').last().textContent()).toBe(hostile);
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  expect(await page.locator('.shell-main img').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
  await page.goto(address);
  await settled(page);
  expect(await page.locator(`a[href="/findings/${id}"]`).count()).toBe(0); // it waits no longer
  expect(complaints).toEqual([]);
});

test('sees nothing of another hospital, and no page of another role', async () => {
  const other = await ask(false);
  visit = await enter('demo-hospital', `/findings/${other.id}`);
  const { page } = visit;
  await page.getByText('没有找到').waitFor();
  await page.goto(`${address}/findings?institution=${other.institution}`);
  await page.getByText('没有符合筛选条件的内容').waitFor();
  await page.goto(`${address}/?institution=${other.institution}`);
  await settled(page);
  const self = await page.evaluate(async () => (await fetch('/v1/session')).json());
  await page.locator(`.scope-mark[title="${self.institutions[0]}"]`).waitFor(); // its name stands there
  const profile = await page.evaluate(async (code) => (await fetch(`/v1/institutions/${code}/profile`)).status, other.institution);
  expect(profile).toBe(404);
  for (const path of ['/log', '/accounts', '/institution-settings', '/jobs']) {
    await page.goto(address + path);
    await page.getByRole('heading', { level: 1, name: '您的角色不能查看此页' }).waitFor();
  }
});

test.each(languages)('the tour begins by itself once, and by the menu again, in %s', async (language) => {
  visit = await arrive({ language, tour: true });
  const { page, complaints } = visit;
  await signIn(page, 'demo-hospital');
  const card = page.locator('.tour-card');
  const texts: string[] = [];
  await card.waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  for (let step = 1; step <= 6; step += 1) {
    await card.getByText(language === 'zh' ? `第 ${step} / 6 步` : `Step ${step} of 6`).waitFor();
    texts.push((await card.locator('h2').textContent()) ?? '');
    await page.keyboard.press('ArrowRight');
  }
  await card.waitFor({ state: 'detached' });
  expect(new Set(texts).size).toBe(6);
  await page.reload();
  await settled(page);
  expect(await card.count()).toBe(0);
  await page.locator('.shell-right button').last().click();
  await page.getByRole('menuitem', { name: language === 'zh' ? '带我看一遍' : 'Show me around' }).click();
  await card.waitFor();
  await page.keyboard.press('Escape');
  await card.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

const hostile = `<img src=x onerror="globalThis.hacked=1"> \u202E反着的\u202C 👩‍⚕️ ${'长'.repeat(1000)}`;
// The smallest PNG.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
