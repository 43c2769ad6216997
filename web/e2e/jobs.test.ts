// An inspector starts an audit, watches it, reads what it found; another is stopped.
import { afterEach, expect, test } from 'vitest';

import { address, enter, leave, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

test('an audit is started, watched and read, by keyboard', async () => {
  visit = await enter('demo-inspector', '/jobs');
  const { page, complaints } = visit;
  await page.getByRole('button', { name: '开始稽核' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('规则编号（不填为全部）').fill('1-3,x');
  await page.keyboard.press('Enter');
  await page.getByText('写成编号与区间').waitFor();
  await page.getByLabel('规则编号（不填为全部）').fill('1-34');
  await page.keyboard.press('Enter');
  await page.getByText(/任务 \d+ 已排队/).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const row = page.locator('.table-row').filter({ hasText: '1-34' }).first();
  await row.getByText('完成').waitFor({ timeout: 20_000 }); // it comes by itself
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^任务 \d+$/ }).waitFor();
  await page.getByText('每行费用只计一次').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '说明：涉及金额' }).click();
  await page.getByText('每行费用只计一次').waitFor();
  const rules = page.getByRole('region', { name: '按规则' }).locator('tbody tr');
  expect(await rules.count()).toBeGreaterThan(3);
  // Of the rules that were asked for, each with its name.
  for (const text of await rules.locator('td:first-child').allTextContents()) {
    expect(Number.parseInt(text, 10)).toBeLessThanOrEqual(34);
    expect(text).toMatch(/^\d+\S+/);
  }
  expect(complaints).toEqual([]);
});

test('a job that waits is stopped', async () => {
  visit = await enter('demo-analyst', '/jobs', { language: 'en' });
  const { page } = visit;
  // Jobs run one after the other: the last of many still waits when it is stopped.
  const numbers = await page.evaluate(async () => {
    const made: number[] = [];
    for (let i = 0; i < 20; ++i) {
      const answer = await fetch('/v1/jobs', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Yishou': '1' },
        body: JSON.stringify({ kind: 'audit', parameters: {} }),
      });
      made.push((await answer.json()).job_no);
    }
    return made;
  });
  const last = numbers.at(-1);
  await page.goto(`${address}/jobs/${last}`);
  await page.getByRole('button', { name: 'Stop the job' }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: 'Stop the job' }).click();
  await page.locator('.page-title').getByText('Cancelled').waitFor();
  await page.goto(`${address}/jobs?state=cancelled`);
  await page.getByRole('link', { name: String(last), exact: true }).waitFor();
  await page.evaluate(async (others) => {
    for (const no of others) await fetch(`/v1/jobs/${no}/cancel`, { method: 'POST', headers: { 'X-Yishou': '1' } });
  }, numbers.slice(0, -1).toReversed());
});
