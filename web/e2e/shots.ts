// A picture of every page in both languages, and of some in dark, into the folder YISHOU_SHOTS.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, test } from 'vitest';

import { address, arrive, enter, languages, settled, type Login } from './place';
import { tellStory, type Story } from './story';

const folder = process.env['YISHOU_SHOTS'] ?? '';

interface Shot {
  name: string;
  login: Login;
  path: string | ((story: Story) => string);
  /** Also at the narrowest desk and on a tablet. */
  main?: boolean;
  /** Before the picture. */
  act?: (page: Page) => Promise<void>;
}

const rows = (page: Page) => page.locator('.table-row a').first();

/** One line a page: where, as whom, and what to do before the picture. */
const shots: Shot[] = [
  { name: 'overview', login: 'demo-inspector', path: '/', main: true },
  { name: 'findings', login: 'demo-inspector', path: '/findings', main: true },
  { name: 'finding', login: 'demo-inspector', path: ({ finding }) => `/findings/${finding}`, main: true },
  { name: 'finding_sheet', login: 'demo-inspector', path: ({ finding }) => `/findings/${finding}/sheet`, main: true },
  { name: 'institutions', login: 'demo-inspector', path: '/institutions' },
  { name: 'institution', login: 'demo-inspector', path: ({ institution }) => `/institutions/${institution}`, main: true },
  { name: 'persons', login: 'demo-inspector', path: '/persons' },
  { name: 'person', login: 'demo-inspector', path: ({ person }) => `/persons/${person}`, main: true, act: explain },
  { name: 'traffic', login: 'demo-inspector', path: '/traffic', main: true },
  { name: 'requests', login: 'demo-inspector', path: '/traffic/requests' },
  { name: 'request', login: 'demo-inspector', path: '/traffic/requests', act: (page) => open(page, page.locator('a[href^="/traffic/"]').last()) },
  { name: 'rules', login: 'demo-analyst', path: '/rules', main: true },
  { name: 'rule', login: 'demo-analyst', path: '/rules/63', main: true },
  { name: 'rule_points', login: 'demo-analyst', path: '/rules/8/points?state=reference' },
  { name: 'rule_cases', login: 'demo-analyst', path: '/rules/1/cases' },
  { name: 'rule_sql', login: 'demo-analyst', path: '/rules/1/sql' },
  { name: 'knowledge', login: 'demo-analyst', path: '/knowledge?code=ZH01AAB0066010100716' },
  { name: 'batches', login: 'demo-analyst', path: '/knowledge/batches' },
  { name: 'import', login: 'demo-analyst', path: '/knowledge/import' },
  { name: 'drafts', login: 'demo-analyst', path: '/drafts' },
  { name: 'draft', login: 'demo-analyst', path: ({ draft }) => `/drafts/${draft}`, main: true },
  { name: 'shadows', login: 'demo-analyst', path: '/shadows' },
  { name: 'shadow', login: 'demo-analyst', path: ({ shadow }) => `/shadows/${shadow}` },
  { name: 'jobs', login: 'demo-inspector', path: '/jobs' },
  { name: 'job', login: 'demo-inspector', path: '/jobs/1' },
  { name: 'job_start', login: 'demo-inspector', path: '/jobs', act: (page) => page.locator('.page-actions button').click() },
  { name: 'accounts', login: 'admin', path: '/accounts' },
  { name: 'account', login: 'admin', path: '/accounts', act: (page) => open(page, rows(page)) },
  { name: 'institution_settings', login: 'admin', path: '/institution-settings' },
  { name: 'tokens', login: 'admin', path: '/institution-settings/tokens' },
  { name: 'log', login: 'demo-auditor', path: '/log', act: (page) => page.locator('.log-verification button').first().click() },
  { name: 'own', login: 'demo-hospital', path: '/', main: true },
  { name: 'own_findings', login: 'demo-hospital', path: '/findings' },
  { name: 'own_finding', login: 'demo-hospital', path: ({ finding }) => `/findings/${finding}` },
  { name: 'own_rule', login: 'demo-hospital', path: '/rules/25' },
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

/** Why one looks, which the service keeps. */
async function explain(page: Page): Promise<void> {
  await page.locator('#reason').fill('核查重复收费疑点');
  await page.keyboard.press('Enter');
  await page.locator('.timeline').waitFor();
  await settled(page);
}

async function open(page: Page, link: Locator): Promise<void> {
  await page.goto(`${address}${await link.getAttribute('href')}`);
  await page.locator('.page-title h1').waitFor();
  await settled(page);
}

const kRoom = 40; // a page grows a little when it is wider by its scroll bar

/** All of the page, however long: the window grows until nothing scrolls. */
async function whole(page: Page): Promise<void> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => Math.max(document.documentElement.scrollHeight, ...[...document.querySelectorAll('.shell-main')].map((one) => one.scrollHeight)));
  if (size !== null && height > size.height) await page.setViewportSize({ width: size.width, height: Math.min(height + kRoom, 6000) });
}

let story: Story;
beforeAll(async () => {
  story = await tellStory();
}, 600_000);

const looks = ['light', 'dark'] as const;
const widths = { '': 1440, '.desk': 1280, '.tablet': 834 };

for (const language of languages) {
  test(`sign_in ${language}`, async () => {
    const { context, page } = await arrive({ language });
    await page.goto(address);
    await page.locator('#login').waitFor();
    await page.screenshot({ path: `${folder}/sign_in.${language}.png` });
    await context.close();
  });
  for (const shot of shots) {
    for (const look of looks) {
      for (const [mark, width] of Object.entries(widths)) {
        if (mark !== '' && (shot.main !== true || language !== 'zh' || look === 'dark')) continue;
        test(`${shot.name} ${language} ${look}${mark}`, async () => {
          const path = typeof shot.path === 'string' ? shot.path : shot.path(story);
          const { context, page } = await enter(shot.login, path, { language, look, width });
          await shot.act?.(page);
          await whole(page);
          await settled(page);
          await page.waitForTimeout(1200); // what moves has come to rest
          await page.screenshot({ path: `${folder}/${shot.name}.${language}${look === 'dark' ? '.dark' : ''}${mark}.png` });
          await context.close();
        });
      }
    }
  }
}

/** The pictures of the README: one screen each, into the folder YISHOU_PICTURES. */
const pictures: { name: string; login: Login; path: (story: Story) => string; act?: (page: Page) => Promise<void> }[] = [
  { name: 'overview', login: 'demo-inspector', path: () => '/' },
  { name: 'finding', login: 'demo-inspector', path: ({ finding }) => `/findings/${finding}`, act: (page) => inSight(page, page.locator('.section').nth(2)) },
  { name: 'person', login: 'demo-inspector', path: ({ person }) => `/persons/${person}`, act: explain },
  { name: 'draft', login: 'demo-analyst', path: ({ draft }) => `/drafts/${draft}`, act: (page) => inSight(page, page.locator('.section').nth(2)) },
];

async function inSight(page: Page, part: Locator): Promise<void> {
  await part.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await page.mouse.wheel(0, -16); // with its border
}

const picturesFolder = process.env['YISHOU_PICTURES'];
for (const { name, login, path, act } of picturesFolder === undefined ? [] : pictures) {
  test(`pictures ${name}`, async () => {
    const { context, page } = await enter(login, path(story));
    await act?.(page);
    await settled(page);
    await page.waitForTimeout(1500); // charts are drawn with motion
    await page.screenshot({ path: `${picturesFolder}/${name}.png` });
    await context.close();
  });
}
