// What axe finds against WCAG 2.2 A and AA on the page as it is; serious and critical alone are failures.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** "color-contrast: <span …>" for each serious finding, of these rules alone if some are named; none is what a test wants. */
export async function seriousFindings(page: Page, rules?: string[]): Promise<string[]> {
  // By the debugger, not as a script of the page: its policy would not allow that.
  await atRest(page); // a colour on its way is no colour of ours
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const violations = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const runOnly = only === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: only };
    return (await axe.run({ runOnly, resultTypes: ['violations'] })).violations;
  }, rules);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
}

/** What moves has come to its end; what goes on for ever, as a place that waits, is left alone. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity));
}
