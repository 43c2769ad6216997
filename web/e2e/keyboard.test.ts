// The whole flow without a mouse: to the door, through it, by the menu to the list, to a finding, its confirmation, its sheet on paper.
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';

import { address, arrive, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    return one === null ? '' : `${one.getAttribute('aria-label') ?? one.getAttribute('id') ?? ''} ${one.textContent ?? ''}`.trim();
  });

/** Tab, until what has the focus says this; whether one sees that it has it. */
async function tabTo(page: Page, text: string | RegExp): Promise<boolean> {
  const passed: string[] = [];
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    passed.push(here.slice(0, 30));
    if (typeof text === 'string' ? here === text : text.test(here)) {
      return page.evaluate(() => {
        const one = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one.closest('.ant-input-affix-wrapper, .ant-select') ?? one);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
    }
  }
  throw new Error(`no ${text} among ${passed.join(' | ')}`);
}

test('signs in, opens a finding of the list, confirms it, prints the sheet: by keyboard alone', async () => {
  visit = await arrive();
  const { page, complaints, context } = visit;
  await context.addInitScript(() => {
    window.print = () => Object.assign(globalThis, { printed: true });
  });
  await page.goto(address);
  await page.locator('#login').waitFor();
  if ((await focused(page)) !== 'login') await tabTo(page, 'login');
  await page.keyboard.type('demo-inspector');
  expect(await tabTo(page, 'password')).toBe(true);
  await page.keyboard.type(process.env['YISHOU_PASSWORD'] ?? '');
  await page.keyboard.press('Enter');
  await page.locator('.shell-main h1').waitFor();
  await settled(page);

  expect(await tabTo(page, '疑点')).toBe(true); // the menu
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '疑点' }).waitFor();
  await settled(page);
  expect(await tabTo(page, '状态')).toBe(true);
  await page.keyboard.type('待');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).searchParams.get('state')).toBe('new');
  await settled(page);
  expect(await tabTo(page, /^疑点 .*规则/)).toBe(true); // the table
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.glance-sentence').waitFor();
  await settled(page);

  expect(await tabTo(page, '成立')).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  expect(await tabTo(page, '成立')).toBe(true); // of the dialog, which keeps the focus to itself
  expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
  await page.keyboard.press('Enter');
  await page.locator('.page-title .tag').filter({ hasText: '成立' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  expect(await tabTo(page, '证据单')).toBe(true);
  await page.keyboard.press('Enter');
  await page.locator('.sheet-facts').waitFor();
  await settled(page);
  expect(await tabTo(page, /打印/)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => 'printed' in globalThis)).toBe(true);
  expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  expect(complaints).toEqual([]);
});
