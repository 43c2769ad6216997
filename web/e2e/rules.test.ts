// The analyst's story: a parameter is changed in a draft, tried on history and as a shadow, published by a second analyst, and rolled
// back; its author cannot publish it. And points confirmed, a code's limits, a file that is compared before it counts.
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';

import { address, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

/** A second analyst, made by the administrator, with the password that he chose. */
async function secondAnalyst(): Promise<{ login: string; password: string }> {
  const admin = await enter('admin', '/accounts');
  const login = `wang.${Date.now()}`;
  const password = 'Correct-Horse-7-Battery';
  const status = await admin.page.evaluate(
    async ({ name, own }) => {
      const headers = { 'Content-Type': 'application/json', 'X-Yishou': '1' };
      const made = await fetch('/v1/accounts', {
        method: 'POST',
        headers,
        body: JSON.stringify({ login: name, display_name: '王分析', role: 'analyst', regions: [''], institutions: [] }),
      });
      const first = ((await made.json()) as { one_time_password?: string }).one_time_password ?? '';
      const entered = await fetch('/v1/session', { method: 'POST', headers, credentials: 'omit', body: JSON.stringify({ login: name, password: first }) });
      const { token } = (await entered.json()) as { token: string };
      const changed = await fetch('/v1/session/password', {
        method: 'PUT',
        credentials: 'omit',
        headers: { ...headers, Authorization: `Bearer ${token}` },
        body: JSON.stringify({ old_password: first, new_password: own }),
      });
      return [made.status, entered.status, changed.status];
    },
    { name: login, own: password },
  );
  expect(status.every((one) => one < 300)).toBe(true);
  await admin.context.close();
  return { login, password };
}

async function signInAs(page: Page, login: string, password: string, path: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(address + path);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.shell-main').waitFor();
  await settled(page);
}

test('a parameter: draft, back-test, shadow, published by another, rolled back', { timeout: 120_000 }, async () => {
  visit = await enter('demo-analyst', '/rules');
  const { page, complaints } = visit;
  await page.getByLabel('编号、名称或参数').fill('readmit');
  await page.locator('.table-row').getByText('63', { exact: true }).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^63 / }).waitFor();

  // Drafted: a value outside of its range is refused at once.
  await page.getByRole('button', { name: '改动参数 readmit_days' }).click();
  const dialog = page.getByRole('dialog');
  const title = `再入院天数 <i>${Date.now()}</i>`;
  await dialog.getByLabel('新值').fill('9999');
  await dialog.getByLabel('出处').fill('某局〔2026〕12 号第三条');
  await dialog.getByLabel('标题').fill(title);
  await page.keyboard.press('Enter');
  await dialog.getByText('应为 1 至 365 的数').waitFor();
  await dialog.getByLabel('新值').fill('15');
  await dialog.getByRole('button', { name: '收进草案' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor(); // text, not a tag
  await settled(page);
  const path = new URL(page.url()).pathname;
  const diff = page.getByRole('region', { name: '发布后有何不同 参数' });
  expect(await diff.locator('tbody tr').allTextContents()).toEqual([expect.stringMatching(/readmit_days.*31.*15/)]);

  // Tried on history, and beside real questions.
  await page.getByLabel('规则（不填为全部）').fill('63');
  await page.getByRole('button', { name: '开始回测' }).click();
  await page.locator('.draft-trial').getByText('完成').waitFor({ timeout: 60_000 });
  await page.getByRole('region', { name: '结果' }).waitFor();
  expect(await page.getByRole('region', { name: '结果' }).locator('tbody tr').count()).toBeGreaterThan(5);
  await page.getByRole('button', { name: '开始影子运行' }).click();
  await page.locator('.flow').getByRole('link', { name: '查看影子运行' }).waitFor();
  await page.locator('.flow').getByRole('link', { name: '查看影子运行' }).click();
  await page.getByText('还没有请求').waitFor();
  await page.goto(address + path);

  // Proposed: its author waits for another.
  await page.getByRole('button', { name: '提请复核' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '提请复核' }).click();
  await page.getByText('须由另一人发布').waitFor();
  expect(await page.getByRole('button', { name: '发布', exact: true }).count()).toBe(0);
  const refused = await page.evaluate(async (draft) => {
    const seen = await fetch(`/v1${draft}`);
    const answer = await fetch(`/v1${draft}/publish`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Yishou': '1', 'If-Match': seen.headers.get('ETag') ?? '' },
      body: JSON.stringify({ effective_from: '2026-01-01' }),
    });
    return answer.status;
  }, path);
  expect(refused).toBe(403);
  expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);

  // Published by the second analyst, in force, and rolled back.
  const { login, password } = await secondAnalyst();
  await signInAs(page, login, password, path);
  await page.getByText('现在轮到您').waitFor();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click();
  await page.locator('.page-title').getByText('已发布').waitFor({ timeout: 20_000 });
  const valueNow = async () => {
    await page.goto(`${address}/rules/63`);
    const row = page.getByRole('region', { name: '参数' }).locator('tbody tr').filter({ hasText: 'readmit_days' }).first();
    await row.waitFor();
    return row.locator('td').nth(1).textContent();
  };
  expect(await valueNow()).toBe('15 天');
  await page.goto(address + path);
  await page.getByRole('button', { name: '撤回发布' }).click();
  await page.getByRole('dialog').getByLabel('理由').fill('误报增多');
  await page.getByRole('dialog').getByRole('button', { name: '撤回发布' }).click();
  await page.locator('.page-title').getByText('已撤回').waitFor({ timeout: 20_000 });
  expect(await valueNow()).toBe('31 天');
});

test('a reference point is confirmed as part of a draft, and the draft is discarded', async () => {
  visit = await enter('demo-analyst', '/rules/8/points?state=reference', { language: 'en' });
  const { page, complaints } = visit;
  await page.getByRole('grid').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Confirm 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Add to the draft' }).click();
  await page.getByRole('heading', { level: 1, name: 'Confirm 1 points' }).waitFor();
  await page.getByRole('region', { name: 'Points to confirm' }).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.locator('.page-title').getByText('Discarded').waitFor();
  expect(complaints).toEqual([]);
});

test('a code has its limits through time; a file is compared before it counts', async () => {
  visit = await enter('demo-analyst', '/knowledge');
  const { page } = visit;
  await page.getByLabel('编码开头').fill('疤痕止痒软化膏');
  await page.keyboard.press('Enter');
  await page.locator('.limit-code').first().click();
  await page.getByText('2026-01-27').first().waitFor();
  await page.getByRole('img', { name: /条限定各自适用的时间/ }).waitFor();

  await page.goto(`${address}/knowledge/import`);
  const file = (text: string) => ({ name: '本地知识.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const head = 'rule_no,point_id,code,name,value,value_name,num,num2,unit,scope,valid_from,valid_to,region,basis\n';
  await page.getByLabel('选择文件').setInputFiles(file(`${head}5,E2E-1,XA02BCA084A012010100453,艾普拉唑肠溶片,XA02BC,质子泵抑制剂,90,,天,,,,,测试\n`));
  await page.getByRole('button', { name: '比较并收进草案' }).click();
  await page.getByRole('button', { name: /^去草案/ }).click();
  await page.getByRole('region', { name: '文件' }).getByText('本地知识.csv').waitFor();
});
