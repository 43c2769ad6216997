// What holds on every page: who sees which menu, two languages, light and dark, no other host, no inline script, the keyboard.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { seriousFindings } from './axe';
import { address, arrive, enter, go, languages, leave, logins, settled, signIn, type Login, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

/** Pages by role. A page engineer adds his page to the roles that see it. */
const menus: Record<Login, string[]> = {
  admin: ['/accounts', '/institution-settings', '/institutions', '/knowledge', '/rules'],
  'demo-inspector': ['/', '/drafts', '/findings', '/institutions', '/jobs', '/knowledge', '/persons', '/rules', '/shadows', '/traffic'],
  'demo-reviewer': ['/', '/findings', '/institutions', '/knowledge', '/persons', '/rules'],
  'demo-analyst': ['/', '/drafts', '/findings', '/institutions', '/jobs', '/knowledge', '/rules', '/shadows', '/traffic'],
  'demo-auditor': ['/', '/accounts', '/drafts', '/findings', '/institutions', '/knowledge', '/log', '/rules', '/shadows', '/traffic'],
  'demo-hospital': ['/', '/findings', '/institutions', '/knowledge', '/rules', '/traffic'],
};
const everyPage = [...new Set(Object.values(menus).flat())];

describe.each(logins)('%s', (login) => {
  test('signs in, sees the menu of the role and no other page', async () => {
    visit = await arrive();
    const { page, complaints } = visit;
    await signIn(page, login);
    const links = await page.locator('.shell-nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links.sort()).toEqual([...menus[login]].sort());
    // The first path leads everybody somewhere.
    for (const path of everyPage.filter((one) => one !== '/')) {
      await go(page, path);
      const refused = async () => [path, (await page.locator('.shell-main h1').textContent()) === '您的角色不能查看此页'];
      await expect.poll(refused).toEqual([path, !menus[login].includes(path)]);
    }
    expect(complaints).toEqual([]);
  });
});

// Each page once, as the first role that sees it: in both languages, and its colours in the dark too.
describe.each(logins)('the pages that %s is the first to see', (login) => {
  const first = everyPage.filter((path) => logins.find((one) => menus[one].includes(path)) === login);
  test.runIf(first.length > 0)('are accessible and complain of nothing', async () => {
    visit = await enter(login, first[0] ?? '/');
    const { page, complaints } = visit;
    for (const path of first) {
      await page.locator('.shell-nav').locator(`a[href="${path}"]`).click();
      await page.locator('.shell-nav').locator(`a[href="${path}"][aria-current=page]`).waitFor();
      await settled(page);
      expect(await page.title()).toMatch(/ · 医守$/);
      expect([path, await seriousFindings(page)]).toEqual([path, []]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
      expect([path, 'dark', await seriousFindings(page, ['color-contrast'])]).toEqual([path, 'dark', []]);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByRole('button', { name: /^语言/ }).click();
      await page.locator('html[lang=en]').waitFor({ state: 'attached' });
      await expect.poll(() => page.title()).toMatch(/ · Yishou$/);
      expect([path, 'in English', await seriousFindings(page)]).toEqual([path, 'in English', []]);
      await page.getByRole('button', { name: /^Language/ }).click();
      await page.locator('html[lang=zh-CN]').waitFor({ state: 'attached' });
    }
    expect(complaints).toEqual([]);
  });
});

describe.each(languages)('in %s', (language) => {
  test.each(['light', 'dark'] as const)('the door is accessible when it is %s', async (look) => {
    visit = await arrive({ language, look });
    await visit.page.goto(address);
    await visit.page.locator('#login').waitFor();
    expect(await seriousFindings(visit.page)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });

  test('what is wrong would be seen', async () => {
    visit = await arrive({ language });
    await visit.page.goto(address);
    await visit.page.locator('#login').waitFor();
    await visit.page.evaluate(() => document.querySelector('main')?.append(document.createElement('img')));
    expect((await seriousFindings(visit.page)).map((finding) => finding.split(':')[0])).toEqual(['image-alt']);
  });
});

describe('the door', () => {
  beforeEach(async () => {
    visit = await arrive();
  });

  test('a wrong password is said, a right one leads to the page that was asked for', async () => {
    const { page } = visit;
    await page.goto(`${address}/jobs?state=done`);
    await page.locator('#login').fill('demo-analyst');
    await page.locator('#password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('登录名或密码不正确').waitFor();
    await signIn(page, 'demo-analyst', '/jobs?state=done');
    expect(page.url()).toBe(`${address}/jobs?state=done`);
    await page.locator('.table-row').first().waitFor();
  });

  test('the session is a cookie that no script reads; signing out ends it', async () => {
    const { page, context } = visit;
    await signIn(page, 'demo-inspector');
    const cookies = await context.cookies();
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ name: 'yishou_session', httpOnly: true, sameSite: 'Strict' });
    const token = cookies[0]?.value ?? 'none';
    const seen = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
    expect(seen).not.toContain(token);
    await page.locator('.shell-right button').last().click();
    await page.getByRole('menuitem', { name: '退出', exact: true }).click();
    await page.getByText('您已退出。').waitFor();
    const answer = await fetch(`${address}/v1/session`, { headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
  });

  test('a session that ended elsewhere leads to the door, and back to the page', async () => {
    const { page, context } = visit;
    await signIn(page, 'demo-inspector', '/jobs/1');
    await context.clearCookies();
    await page.locator('.page-back').click(); // the list has to be asked for
    await page.getByText('会话已结束').waitFor();
    await page.locator('#login').fill('demo-inspector');
    await page.locator('#password').fill(process.env['YISHOU_PASSWORD'] ?? '');
    await page.keyboard.press('Enter');
    await page.locator('.table-row').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/jobs');
  });

  test('another tab that signs out takes this one along', async () => {
    const { page, context } = visit;
    await signIn(page, 'demo-inspector');
    const other = await context.newPage();
    await other.goto(`${address}/jobs`);
    await other.locator('.table-row').first().waitFor(); // the cookie is shared: no second sign-in
    await other.locator('.shell-right button').last().click();
    await other.getByRole('menuitem', { name: '退出', exact: true }).click();
    await page.getByText('您已退出。').waitFor();
  });
});

describe('the frame', () => {
  test('the policy allows no inline script, and none is there', async () => {
    visit = await arrive();
    const { page } = visit;
    const answer = await page.goto(`${address}/jobs/1`);
    const policy = (await answer?.allHeaders())?.['content-security-policy'] ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
    expect(scripts).toBe("'self'");
    expect(policy).toContain("default-src 'none'");
    expect(await page.locator('script:not([src])').count()).toBe(0);
    // It holds in this browser, not only on paper.
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.head.append(script);
      return 'ran' in globalThis;
    });
    expect(ran).toBe(false);
  });

  test('language and look are switched and kept', async () => {
    visit = await enter('demo-inspector', '/jobs');
    const { page, complaints } = visit;
    await page.getByRole('button', { name: /English/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    await page.getByRole('button', { name: /^Look/ }).click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await expect.poll(ground).not.toBe(before);
    const dark = await ground();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
    expect(await ground()).toBe(dark);
    expect(complaints).toEqual([]);
  });

  test('the first key leads past the menu, and a tablet opens the menu', async () => {
    visit = await enter('demo-inspector', '/jobs', { width: 1024, height: 768 });
    const { page } = visit;
    await page.locator('.table-row').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.getByRole('button', { name: '打开菜单' }).click();
    await page.locator('.shell-nav').getByText('任务').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.shell-open').count()).toBe(0);
    // Nothing is wider than the screen.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  });

  test('paper is light and has the content alone', async () => {
    visit = await enter('demo-inspector', '/jobs/1', { look: 'dark' });
    const { page } = visit;
    const ink = () => page.locator('h1').evaluate((title) => getComputedStyle(title).color);
    const onScreen = await ink();
    await page.emulateMedia({ media: 'print' });
    await expect.poll(ink).not.toBe(onScreen);
    expect(await page.locator('.shell-nav').isVisible()).toBe(false);
    expect(await page.locator('.shell-top').isVisible()).toBe(false);
    expect(await page.locator('.small-table').isVisible()).toBe(true);
  });

  test('a wrong address is said to be one', async () => {
    visit = await enter('demo-inspector', '/no/such/page');
    const { page } = visit;
    await page.getByRole('heading', { level: 1, name: '没有这个页面' }).waitFor();
    await page.goto(`${address}/jobs/999999`);
    await page.getByText('没有找到').waitFor();
  });
});
