// The inspector's story: from the list to a finding, its evidence sheet, its confirmation; and who tries what is not theirs.
import { writeFileSync, mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';

import { seriousFindings } from './axe';
import { address, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const yuan = (text: string | null) => Math.round(Number((text ?? '').replaceAll(',', '').replace(/[^\d.-]/g, '')) * 100);

async function firstFinding(page: Page): Promise<string> {
  const href = await page.locator('.table-row a[href^="/findings/"]').first().getAttribute('href');
  return (href ?? '').replace('/findings/', '');
}

test('an inspector finds, understands, prints and confirms, by keyboard', async () => {
  visit = await enter('demo-inspector', '/findings?verdict=violation&state=new');
  const { page, complaints } = visit;
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.glance-sentence').waitFor();
  await settled(page);
  expect(await seriousFindings(page)).toEqual([]);
  // The lines add up to the amount.
  const amounts = await page.locator('.section').filter({ hasText: '金额如何得出' }).locator('tbody tr td:last-child').allTextContents();
  const sum = amounts.reduce((all, text) => all + yuan(text), 0);
  expect(sum).toBe(yuan(await page.locator('.figure-value').first().textContent()));
  await page.getByRole('link', { name: '证据单' }).click();
  await page.locator('.sheet-facts').waitFor();
  const pdf = await page.pdf({ format: 'A4', printBackground: false });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length).toBe(1); // one page
  const folder = process.env['YISHOU_SHOTS'];
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/evidence_sheet.pdf`, pdf);
  }
  await page.goBack();
  await page.locator('.glance-sentence').waitFor();
  await page.getByRole('button', { name: '成立', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '成立', exact: true }).click();
  await page.locator('.page-title .tag').filter({ hasText: '成立' }).waitFor();
  await page.locator('.history li').filter({ hasText: '成立' }).waitFor();
  expect(complaints).toEqual([]);
});

test('what somebody else changed meanwhile is not overwritten', async () => {
  visit = await enter('demo-inspector', '/findings?verdict=suspicion&state=new');
  const { page } = visit;
  const id = await firstFinding(page);
  await page.goto(`${address}/findings/${id}`);
  await page.getByRole('button', { name: '不成立', exact: true }).waitFor();
  await settled(page);
  await page.evaluate(async (finding) => {
    const seen = await fetch(`/v1/findings/${finding}`);
    await fetch(`/v1/findings/${finding}/steps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Yishou': '1', 'If-Match': seen.headers.get('ETag') ?? '' },
      body: JSON.stringify({ step: 'note', text: '<b>另一人</b>\u202e先写了一笔 😀' }),
    });
  }, id);
  await page.getByRole('button', { name: '不成立', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox').click();
  await page.getByText('R3 临床理由').click();
  await page.getByRole('dialog').getByRole('textbox').fill('病历可见指征');
  await page.getByRole('dialog').getByRole('button', { name: '不成立', exact: true }).click();
  await page.getByText('刚被他人改动').waitFor();
  await page.locator('.history blockquote').filter({ hasText: '<b>另一人</b>' }).waitFor(); // as text
  expect(await page.locator('.history b').count()).toBe(0);
});

test('many at once, each with its outcome', async () => {
  visit = await enter('demo-reviewer', '/findings?verdict=violation&state=new&sort=taken', { language: 'en' });
  const { page, complaints } = visit;
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.getByRole('toolbar').getByText('2 chosen').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Note' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('looked at together');
  await page.getByRole('dialog').getByRole('button', { name: 'Note' }).click();
  await page.getByText('2 done').waitFor();
  expect(complaints).toEqual([]);
});

test("another's findings and steps are not there, and the page says so", async () => {
  visit = await enter('demo-inspector', '/findings');
  const own = await visit.page.evaluate(async () => (await (await fetch('/v1/session')).json()).institutions);
  expect(own).toEqual([]);
  const institution = await visit.page.evaluate(async () => {
    const findings = await (await fetch('/v1/findings?limit=200')).json();
    return findings.items.map((one: { finding_id: string; fixmedins_code: string }) => [one.finding_id, one.fixmedins_code]);
  });
  await visit.context.close();
  visit = await enter('demo-hospital', '/findings');
  const { page } = visit;
  const mine = await page.evaluate(async () => (await (await fetch('/v1/session')).json()).institutions[0]);
  const foreign = institution.find(([, code]: [string, string]) => code !== mine)?.[0];
  await page.goto(`${address}/findings/${foreign}`);
  await page.getByText('没有找到').waitFor();
  const statuses = await page.evaluate(async (id) => {
    const step = await fetch(`/v1/findings/${id}/steps`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Yishou': '1', 'If-Match': '*' },
      body: JSON.stringify({ step: 'answer', text: '不是我的' }),
    });
    const files = await fetch(`/v1/findings/${id}/files`);
    const views = await fetch(`/v1/findings/${id}/views`);
    return [step.status, files.status, views.status];
  }, foreign);
  expect(statuses).toEqual([404, 404, 403]);
  // And on one's own, what is another role's.
  const own_finding = institution.find(([, code]: [string, string]) => code === mine)?.[0];
  if (own_finding === undefined) return;
  await page.goto(`${address}/findings/${own_finding}`);
  await page.locator('.glance-sentence').waitFor();
  expect(await page.getByRole('button', { name: '成立', exact: true }).count()).toBe(0);
});
