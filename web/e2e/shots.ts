// A picture of every page in both languages, and of some in dark, into the folder YISHOU_SHOTS.
import { afterAll, beforeAll, test } from 'vitest';
import type { Browser } from 'playwright-core';

import { address, arrive, enter, languages, launch, type Login } from './place';

const folder = process.env['YISHOU_SHOTS'] ?? '';

/** One line a page: where, as whom, and what to do before the picture. Page engineers add theirs. */
const shots: { name: string; login: Login; path: string; dark?: boolean }[] = [
  { name: 'jobs', login: 'demo-inspector', path: '/jobs', dark: true },
  { name: 'job', login: 'demo-inspector', path: '/jobs/1', dark: true },
  { name: 'accounts', login: 'admin', path: '/accounts' },
  { name: 'no_right', login: 'demo-hospital', path: '/jobs' },
  { name: 'no_page', login: 'demo-inspector', path: '/nowhere' },
];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

for (const language of languages) {
  test(`sign_in ${language}`, async () => {
    const { context, page } = await arrive(browser, { language });
    await page.goto(address);
    await page.locator('#login').waitFor();
    await page.screenshot({ path: `${folder}/sign_in.${language}.png` });
    await context.close();
  });
  for (const { name, login, path, dark = false } of shots) {
    for (const look of dark && language === 'zh' ? (['light', 'dark'] as const) : (['light'] as const)) {
      test(`${name} ${language} ${look}`, async () => {
        const { context, page } = await enter(browser, login, path, { language, look });
        await page.screenshot({ path: `${folder}/${name}.${language}${look === 'dark' ? '.dark' : ''}.png` });
        await context.close();
      });
    }
  }
}
