// The overview: its sums are those of the lists behind its figures, and a person sees the own scope alone.
import { afterEach, expect, test } from 'vitest';

import { seriousFindings } from './axe';
import { enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

test('a figure opens the list behind it, with the same sum', async () => {
  visit = await enter('demo-inspector', '/');
  const { page, complaints } = visit;
  await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  for (const name of ['可追回金额', '争议金额']) {
    const figure = page.locator('.figure').filter({ hasText: name }).first();
    const sum = await figure.locator('.figure-value').textContent();
    await figure.locator('a').click();
    await page.getByRole('heading', { level: 1, name: '疑点' }).waitFor();
    await settled(page);
    expect(await page.locator('.finding-totals .figure').filter({ hasText: '涉及金额' }).locator('.figure-value').textContent()).toBe(sum);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: '总览' }).waitFor();
    await settled(page);
  }
  expect(complaints).toEqual([]);
});

test('another period stands in the address and changes the figures', async () => {
  visit = await enter('demo-inspector', '/?from=2025-01-01&to=2025-02-01', { language: 'en' });
  const { page, complaints } = visit;
  await page.getByRole('heading', { level: 2, name: '2025-01-01 to 2025-01-31' }).waitFor();
  await page.getByRole('button', { name: /table/i }).first().click();
  expect(await page.locator('.chart-table tbody tr').count()).toBeGreaterThan(3);
  expect(complaints).toEqual([]);
});
