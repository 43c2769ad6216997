// The list of findings when there are a hundred thousand and more: how long each thing takes that a person does there, and whether
// pictures are dropped meanwhile; docs/performance.md says of which service, and has the figures.
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

import { enter, leave, settled, type Visit } from './place';

let visit: Visit;
beforeEach(async () => {
  visit = await enter('demo-inspector', '/findings');
});
afterEach((context) => leave(visit, context));

const rows: string[] = [];
const say = (what: string, figure: string) => rows.push(`| ${what} | ${figure} |`);
afterAll(() => process.stdout.write(['', '| what | figure |', '| --- | --- |', ...rows, ''].join('\n')));

const kRuns = 5;
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Milliseconds from the beginning of `act` until the list shows what `isThere` waits for. */
async function timed(page: Page, act: () => Promise<void>): Promise<number> {
  const before = Date.now();
  await act();
  await page.locator('.table-row').first().waitFor();
  await settled(page);
  return Date.now() - before;
}

/** Gaps between pictures, in milliseconds, while `act` runs. */
async function gaps(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const kept: number[] = [];
    let last = performance.now();
    const next = (now: number) => {
      kept.push(now - last);
      last = now;
      if (!('enough' in globalThis)) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(globalThis, { kept });
    Reflect.deleteProperty(globalThis, 'enough');
  });
  await act();
  return page.evaluate(() => {
    Object.assign(globalThis, { enough: true });
    return (globalThis as unknown as { kept: number[] }).kept.slice(1);
  });
}

const dropped = (all: number[]) => all.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / (1000 / 60)) - 1), 0);
const sayGaps = (what: string, all: number[]) =>
  say(what, `${all.length} pictures, ${dropped(all)} dropped, longest gap ${Math.max(...all).toFixed(0)} ms, median ${median(all).toFixed(1)} ms`);

const loaded = async (page: Page) => Number(((await page.locator('.table-foot span').first().textContent()) ?? '').replace(/\D/g, ''));

test('the whole is there', async () => {
  const { page } = visit;
  const totals = await page.evaluate(async () => (await (await fetch('/v1/findings/totals')).json()).findings as number);
  expect(totals).toBeGreaterThanOrEqual(100_000);
  say('findings', String(totals));
});

test('filters and orders', async () => {
  const { page } = visit;
  const choose = async (label: string, option: string) => {
    await page.getByLabel(label, { exact: true }).first().click();
    return timed(page, () => page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: option }).first().click());
  };
  const orders = ['费用时间从近到远', '最新发现在前', '按规则', '按机构', '金额从大到小'];
  for (const order of orders) say(`order: ${order}`, `${await choose('排序', order)} ms`);
  say('filter: one rule', `${await choose('规则', '13 ')} ms`);
  await page.keyboard.press('Escape');
  say('filter: a state too', `${await choose('状态', '待处理')} ms`);
});

test('the list is opened', async () => {
  const { page } = visit;
  const times: number[] = [];
  for (let run = 0; run < kRuns; run += 1) times.push(await timed(page, async () => void (await page.reload())));
  say('list opened anew, sums and all', `${median(times)} ms`);
});

async function wheel(page: Page, session: CDPSession, turns: number, by: number): Promise<void> {
  const box = await page.locator('.table-scroller').boundingBox();
  if (box === null) throw new Error('no table');
  for (let turn = 0; turn < turns; turn += 1) {
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: box.x + 300, y: box.y + 200, deltaX: 0, deltaY: by });
    await page.waitForTimeout(16);
  }
}

test('it is scrolled, and pages come by themselves', { timeout: 600_000 }, async () => {
  const { page, context } = visit;
  const session = await context.newCDPSession(page);
  sayGaps('wheel, 200 turns of 120 pixels', await gaps(page, () => wheel(page, session, 200, 120)));
  // By keyboard to the end again and again: each End brings the next page.
  for (const target of [5_000, 20_000]) {
    const before = Date.now();
    await page.getByRole('grid').focus();
    while ((await loaded(page)) < target) {
      await page.keyboard.press('End');
      await page.waitForTimeout(20);
    }
    say(`scrolled to ${target.toLocaleString('en')} rows loaded`, `${((Date.now() - before) / 1000).toFixed(1)} s`);
    await settled(page);
    const keys: number[] = [];
    for (const key of ['Home', 'End', 'PageUp', 'ArrowUp', 'ArrowUp', 'Space', 'Space', 'Home']) {
      keys.push(await page.evaluate(() => performance.now()));
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const began = keys.pop() ?? 0;
      keys.push((await page.evaluate(() => performance.now())) - began);
    }
    say(`keys with ${target.toLocaleString('en')} rows loaded, to the next picture but one`, `median ${median(keys).toFixed(0)} ms, longest ${Math.max(...keys).toFixed(0)} ms`);
    sayGaps(`wheel with ${target.toLocaleString('en')} rows loaded`, await gaps(page, () => wheel(page, session, 100, 480)));
  }
  const heap = await page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize);
  say('memory of scripts then', `${(heap / 2 ** 20).toFixed(0)} MiB`);
  expect(await page.locator('.table-row').count()).toBeLessThan(100); // only rows in sight are in the document
});

test('it is exported', async () => {
  const { page } = visit;
  for (const format of ['csv', 'xlsx']) {
    const [ms, bytes, status] = await page.evaluate(async (kind) => {
      const before = performance.now();
      const answer = await fetch(`/v1/findings/export?format=${kind}&from=2025-04-01&to=2025-07-01`);
      const { size } = await answer.blob();
      return [performance.now() - before, size, answer.status];
    }, format);
    expect(status).toBe(200);
    say(`export of a quarter, .${format}`, `${((ms ?? 0) / 1000).toFixed(1)} s, ${((bytes ?? 0) / 2 ** 20).toFixed(1)} MiB`);
  }
});
