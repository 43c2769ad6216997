// A picture of every page in both languages, and of some in dark, into the folder YISHOU_SHOTS.
import type { Page } from 'playwright-core';
import { test } from 'vitest';

import { address, arrive, enter, languages, settled, type Login } from './place';

const folder = process.env['YISHOU_SHOTS'] ?? '';

interface Shot {
  name: string;
  login: Login;
  path: string;
  /** Also in dark. */
  dark?: boolean;
  /** Before the picture. */
  act?: (page: Page) => Promise<void>;
}

async function openFinding(page: Page, view: string): Promise<void> {
  const href = await page.locator('.table-row a[href^="/findings/"]').first().getAttribute('href');
  await page.goto(`${address}${href}${view}`);
  await page.locator('.page-title h1').waitFor();
  await settled(page);
}

/** One line a page: where, as whom, and what to do before the picture. */
const shots: Shot[] = [
  { name: 'overview', login: 'demo-inspector', path: '/', dark: true },
  { name: 'findings', login: 'demo-inspector', path: '/findings', dark: true },
  { name: 'finding', login: 'demo-inspector', path: '/findings', dark: true, act: (page) => openFinding(page, '') },
  { name: 'finding_sheet', login: 'demo-inspector', path: '/findings', act: (page) => openFinding(page, '/sheet') },
  { name: 'jobs', login: 'demo-inspector', path: '/jobs', dark: true },
  { name: 'job', login: 'demo-inspector', path: '/jobs/1', dark: true },
  { name: 'job_start', login: 'demo-inspector', path: '/jobs', act: (page) => page.locator('.page-actions button').click() },
  { name: 'rules', login: 'demo-analyst', path: '/rules', dark: true },
  { name: 'rule', login: 'demo-analyst', path: '/rules/63', dark: true },
  { name: 'rule_points', login: 'demo-analyst', path: '/rules/8/points?state=reference' },
  { name: 'rule_cases', login: 'demo-analyst', path: '/rules/1/cases' },
  { name: 'rule_sql', login: 'demo-analyst', path: '/rules/1/sql' },
  { name: 'knowledge', login: 'demo-analyst', path: '/knowledge?code=ZH01AAB0066010100716', dark: true },
  { name: 'batches', login: 'demo-analyst', path: '/knowledge/batches' },
  { name: 'import', login: 'demo-analyst', path: '/knowledge/import' },
  { name: 'drafts', login: 'demo-analyst', path: '/drafts' },
  { name: 'shadows', login: 'demo-analyst', path: '/shadows' },
  { name: 'accounts', login: 'admin', path: '/accounts' },
  {
    name: 'account',
    login: 'admin',
    path: '/accounts',
    act: async (page) => {
      await page.getByRole('link', { name: 'demo-inspector' }).click();
      await settled(page);
    },
  },
  { name: 'own', login: 'demo-hospital', path: '/', dark: true },
  { name: 'traffic', login: 'demo-inspector', path: '/traffic', dark: true },
  { name: 'requests', login: 'demo-inspector', path: '/traffic/requests' },
  { name: 'institution_settings', login: 'admin', path: '/institution-settings' },
  { name: 'tokens', login: 'admin', path: '/institution-settings/tokens' },
  { name: 'log', login: 'demo-auditor', path: '/log', act: (page) => page.locator('.log-verification button').first().click() },
  {
    name: 'tour',
    login: 'demo-inspector',
    path: '/findings',
    act: async (page) => {
      await page.locator('.shell-right button').last().click();
      await page.getByRole('menuitem').nth(1).click();
      await page.locator('.tour-card').waitFor();
      await page.keyboard.press('ArrowRight');
    },
  },
  { name: 'no_right', login: 'demo-hospital', path: '/jobs' },
  { name: 'no_page', login: 'demo-inspector', path: '/nowhere' },
];

for (const language of languages) {
  test(`sign_in ${language}`, async () => {
    const { context, page } = await arrive({ language });
    await page.goto(address);
    await page.locator('#login').waitFor();
    await page.screenshot({ path: `${folder}/sign_in.${language}.png` });
    await context.close();
  });
  for (const { name, login, path, dark = false, act } of shots) {
    for (const look of dark && language === 'zh' ? (['light', 'dark'] as const) : (['light'] as const)) {
      test(`${name} ${language} ${look}`, async () => {
        const { context, page } = await enter(login, path, { language, look });
        await act?.(page);
        await page.waitForTimeout(400); // what moves has come to rest
        await page.screenshot({ path: `${folder}/${name}.${language}${look === 'dark' ? '.dark' : ''}.png` });
        await context.close();
      });
    }
  }
}
