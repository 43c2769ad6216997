// What is sensitive is shown for a reason that is kept, and an inspector of a region sees that region alone.
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';

import { call, every, made, newPerson } from './calls';
import { address, arrive, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

test('unmasking asks for a reason, shows the value once, and the log has the record with the reason', async () => {
  const reason = `核对参保人身份 <b>${Date.now()}</b>`;
  visit = await enter('demo-inspector', '/nowhere');
  const { page, complaints } = visit;
  const [finding] = (await made(page, 'GET', '/v1/findings?verdict=violation&limit=1')).items;
  await page.goto(`${address}/persons`);
  await page.locator('#psn_no').fill(finding.psn_no);
  await page.locator('#reason').fill('核查疑点');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: finding.psn_no }).waitFor();
  await page.getByRole('button', { name: '查看联系方式与证件' }).click();
  const dialog = page.getByRole('dialog');
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/unmask') && asked.push(request.url()));
  await dialog.locator('#reason').fill('短');
  await dialog.getByRole('button', { name: '查看', exact: true }).click();
  await dialog.locator('.ant-form-item-explain-error').waitFor();
  expect(asked).toEqual([]); // not without a reason
  await dialog.locator('#reason').fill(reason);
  await dialog.getByRole('button', { name: '查看', exact: true }).click();
  await dialog.getByText('电话').waitFor();
  const seen = await dialog.locator('dd').allTextContents();
  expect(seen.join(' ')).not.toContain('*');
  expect(seen.join(' ')).toMatch(/\d{6,}/);
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();
  await dialog.waitFor({ state: 'hidden' });
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.body.innerHTML);
  for (const value of seen.filter((text) => /^\d{6,}$/.test(text))) expect(kept).not.toContain(value); // gone with the dialog
  await settled(page);
  expect(complaints).toEqual([]);
  await visit.context.close();

  visit = await enter('demo-auditor', '/log?action=unmask_person');
  await visit.page.locator('.table-row').filter({ hasText: reason }).first().waitFor();
  await visit.page.locator('.table-row').filter({ hasText: reason }).first().click();
  await visit.page.getByRole('dialog').getByText(reason).waitFor(); // as text
  await visit.page.getByRole('dialog').getByText('demo-inspector').waitFor();
  expect(visit.complaints).toEqual([]);
});

interface Row {
  finding_id: string;
  fixmedins_code: string;
  admdvs: string;
  psn_no: string;
}

test('an inspector of a region sees that region alone', async () => {
  visit = await enter('demo-inspector', '/nowhere');
  const rows: Row[] = await every(visit.page, '/v1/findings');
  const regions = [...new Set(rows.map((one) => one.admdvs).filter(Boolean))].toSorted();
  expect(regions.length).toBeGreaterThan(1);
  const own = regions[0] ?? '';
  const foreign = rows.find((one) => one.admdvs !== own && !rows.some((other) => other.psn_no === one.psn_no && other.admdvs === own));
  const all: { fixmedins_code: string; admdvs: string }[] = await every(visit.page, '/v1/institutions');
  await visit.context.close();
  visit = await enter('admin', '/nowhere');
  const person = await newPerson(visit.page, { role: 'inspector', display_name: '区县稽查员', regions: [own] });
  await visit.context.close();

  visit = await arrive();
  const { page, complaints } = visit;
  await signInAs(page, person);
  await page.locator('.scope-mark').getByText(`区划 ${own}`).waitFor();
  // The overview: no other region, no other institution.
  const shown = await made(page, 'GET', '/v1/overview');
  expect(shown.regions.map((one: { admdvs: string }) => one.admdvs).filter((key: string) => !own.startsWith(key) && !key.startsWith(own))).toEqual([]);
  const codes = new Set(all.filter((one) => one.admdvs === own).map((one) => one.fixmedins_code));
  const linked: string[] = [];
  for (const link of await page.locator('.page a[href*="institution"]').evaluateAll((links) => links.map((one) => one.getAttribute('href') ?? ''))) {
    const code = /institution(?:s\/|=)([^&/]+)/.exec(link)?.[1];
    linked.push(...(code === undefined ? [] : [code]));
  }
  expect(linked.filter((code) => !codes.has(code))).toEqual([]);
  // Findings, sums of findings, institutions.
  const mine: Row[] = await every(page, '/v1/findings');
  expect(mine.length).toBe(rows.filter((one) => one.admdvs === own).length);
  expect(mine.filter((one) => one.admdvs !== own)).toEqual([]);
  expect((await made(page, 'GET', '/v1/findings/totals')).findings).toBe(mine.length);
  await page.goto(`${address}/institutions`);
  await settled(page);
  const listed = await page.locator('.table-row .code').allTextContents();
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.filter((code) => !codes.has(code))).toEqual([]);
  expect(complaints).toEqual([]);

  // What is another's does not exist: the page says so, whatever the address.
  for (const path of [`/findings/${foreign?.finding_id}`, `/findings/${foreign?.finding_id}/sheet`, `/institutions/${foreign?.fixmedins_code}`]) {
    await page.goto(address + path);
    await page.locator('.state-title').getByText('没有找到').waitFor();
  }
  await page.goto(`${address}/findings?institution=${foreign?.fixmedins_code}`);
  await page.getByText('没有符合筛选条件的内容').waitFor();
  await page.goto(`${address}/persons/${foreign?.psn_no}`);
  await page.locator('#reason').fill('核查疑点');
  await page.locator('#reason').press('Enter');
  await page.locator('.state-title').getByText('没有找到').waitFor();
  const id = foreign?.finding_id ?? '';
  const refused = [
    await call(page, 'POST', `/v1/findings/${id}/steps`, { step: 'note', text: '不是我的' }, '/v1/session'),
    await call(page, 'GET', `/v1/findings/${id}/files`),
    await call(page, 'GET', `/v1/findings/${id}/events`),
    await call(page, 'GET', `/v1/institutions/${foreign?.fixmedins_code}/profile`),
    await call(page, 'POST', `/v1/persons/${foreign?.psn_no}/unmask`, { reason: '不是我的参保人' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
});

async function signInAs(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.goto(address);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.shell-main h1').waitFor();
  await settled(page);
}
