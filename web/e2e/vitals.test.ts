// How fast pages are, as web-vitals measures it in a browser that has nothing in its cache. Milliseconds are of the machine and are
// printed; what does not depend on it is asserted: nothing jumps, nothing is asked for twice, and little is asked for at all.
// docs/performance.md has the figures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';

import { address, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const folder = dirname(createRequire(import.meta.url).resolve('web-vitals'));
const measuring = `${readFileSync(join(folder, 'web-vitals.iife.js'), 'utf8')};
globalThis.vitals = {};
for (const name of ['FCP', 'LCP', 'CLS', 'INP', 'TTFB']) {
  webVitals['on' + name](({ value }) => (globalThis.vitals[name] = value), { reportAllChanges: true, durationThreshold: 16 });
}`;

interface Measured {
  name: string;
  FCP: number;
  LCP: number;
  INP: number;
  CLS: number;
  /** Requests of the interface, and those that were asked more than once. */
  asked: number;
  twice: string[];
}
const all: Measured[] = [];
const kRuns = Number(process.env['YISHOU_VITALS_RUNS'] ?? 1);

const first = (page: Page, pattern: string) => page.locator(`.table-row a[href^="${pattern}"]`).first().getAttribute('href');

/** Where each page is, and what a person does there. */
const pages: { name: string; find: (page: Page) => Promise<string>; act: (page: Page) => Promise<void> }[] = [
  { name: 'overview', find: async () => '/', act: async (page) => page.locator('.section button').first().click() },
  {
    name: 'findings',
    find: async () => '/findings',
    act: async (page) => {
      await page.getByRole('grid').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'End', 'PageUp', 'Space', 'Space', 'Home']) await page.keyboard.press(key);
    },
  },
  {
    name: 'finding',
    find: async (page) => {
      await page.goto(`${address}/findings`);
      return (await first(page, '/findings/')) ?? '';
    },
    act: async (page) => {
      await page.locator('.page-actions button').first().click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'person',
    find: async (page) => {
      // Findings about an institution's stock have no person.
      const person = await page.evaluate(async () => {
        const { items } = (await (await fetch('/v1/findings?sort=amount&descending=true&limit=50')).json()) as { items: { psn_no: string }[] };
        return items.find((one) => one.psn_no !== '')?.psn_no;
      });
      return `/persons/${person}`;
    },
    act: async (page) => {
      await page.locator('#reason').fill('核查疑点'); // first a reason, then all of the person
      await page.keyboard.press('Enter');
      await page.locator('.page-back').waitFor();
      await settled(page);
    },
  },
  {
    name: 'institution',
    find: async (page) => {
      await page.goto(`${address}/institutions`);
      return (await first(page, '/institutions/H')) ?? ''; // not one that another test made
    },
    act: async (page) => page.locator('.section button').first().click(),
  },
  {
    name: 'rules',
    find: async () => '/rules',
    act: async (page) => {
      await page.locator('.table-toolbar input').first().click();
      await page.keyboard.type('63');
    },
  },
];

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function measure(name: string, path: string, act: (page: Page) => Promise<void>): Promise<Measured> {
  visit = await enter('demo-inspector', '/nowhere'); // signed in, at a page without data
  const { page, context } = visit;
  const cache = await context.newCDPSession(page);
  await cache.send('Network.clearBrowserCache');
  await context.addInitScript(measuring);
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/v1/') && asked.push(request.url()));
  await page.goto(address + path);
  await page.locator('.page-body').waitFor();
  await settled(page);
  const loading = [...asked];
  await act(page);
  await page.waitForTimeout(200); // the browser tells of an interaction after the paint that follows it
  const vitals = await page.evaluate(() => (globalThis as unknown as { vitals: Record<string, number> }).vitals);
  await context.close();
  const { FCP = NaN, LCP = NaN, INP = 0, CLS = NaN } = vitals;
  return { name, FCP, LCP, INP, CLS, asked: loading.length, twice: loading.filter((url, index) => loading.indexOf(url) !== index) };
}

test.each(pages)('$name stands still and asks for little', async ({ name, find, act }) => {
  visit = await enter('demo-inspector', '/nowhere');
  const path = await find(visit.page);
  await visit.context.close();
  const runs: Measured[] = [];
  for (let run = 0; run < kRuns; run += 1) runs.push(await measure(name, path, act));
  const of = (key: 'FCP' | 'LCP' | 'INP' | 'CLS') => median(runs.map((one) => one[key]));
  all.push({ ...(runs[0] as Measured), FCP: of('FCP'), LCP: of('LCP'), INP: of('INP'), CLS: of('CLS') });
  for (const one of runs) {
    expect(one.CLS).toBeLessThan(0.05);
    expect(one.twice).toEqual([]);
    expect(one.asked).toBeLessThanOrEqual(12);
  }
});

afterAll(() => {
  const row = ({ name, FCP, LCP, INP, CLS, asked }: Measured) => `| ${name} | ${FCP.toFixed(0)} | ${LCP.toFixed(0)} | ${INP.toFixed(0)} | ${CLS.toFixed(3)} | ${asked} |`;
  process.stdout.write(['', '| page | FCP, ms | LCP, ms | INP, ms | CLS | requests |', '| --- | --- | --- | --- | --- | --- |', ...all.map(row), ''].join('\n'));
});
