// A real Chromium at the service that tools/dev/browser.sh started. Whatever a page asks of another host, says to the console as an
// error, or throws, is kept with the page and fails the test that looks at it.
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import type { TestContext } from 'vitest';

function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is missing: run tools/dev/browser.sh`);
  return value;
}

export const address = need('YISHOU_ADDRESS');
export const password = need('YISHOU_PASSWORD');

export type Language = 'zh' | 'en';
export const languages: Language[] = ['zh', 'en'];
export const logins = ['admin', 'demo-inspector', 'demo-reviewer', 'demo-analyst', 'demo-auditor', 'demo-hospital'] as const;
export type Login = (typeof logins)[number];

/** One Chromium for all files: they run one after the other in one process, which takes it along when it ends. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['YISHOU_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const browser = await launch();

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What should not be: console errors, exceptions, requests elsewhere. */
  complaints: string[];
}

interface Wish {
  language?: Language;
  look?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** The tour begins by itself, as for who is here the first time. */
  tour?: boolean;
  /** Time passes when the test says so, by `page.clock`. */
  clock?: boolean;
  /** Cookies and storage of somebody who has signed in. */
  storage?: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** A new person at a new machine, not signed in. */
export async function arrive(wish: Wish = {}): Promise<Visit> {
  const { language = 'zh', look = 'light', width = 1440, height = 900 } = wish;
  const context = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    colorScheme: look,
    viewport: { width, height },
    timezoneId: 'America/New_York', // dates on bills have no time zone
    // Without motion Ant Design's popups stand in a corner for a moment, where Playwright would click on them.
    reducedMotion: 'no-preference',
    ...(wish.storage === undefined ? {} : { storageState: wish.storage }),
  });
  if (wish.tour !== true) {
    await context.addInitScript((all) => {
      for (const login of all) localStorage.setItem(`yishou.toured.${login}`, 'yes');
    }, [...logins]);
  }
  if (wish.clock === true) await context.clock.install();
  const page = await context.newPage();
  watch(page);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isHere = url.origin === address || url.hostname === '127.0.0.1' || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!isHere) complaints.push(`request to another host: ${url.href}`);
  });
  return { context, page, complaints };
}

/** Signs in through the form, and waits for the workbench. */
export async function signIn(page: Page, login: Login, path = '/', at = address): Promise<void> {
  await page.goto(at + path);
  await page.locator('#login').fill(login);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('.shell-main').waitFor();
  await settled(page);
}

const signedIn = new Map<Login, NonNullable<Wish['storage']>>();

/** Somebody who has signed in already, at a page. One session a login for all files: do not sign out of it. */
export async function enter(login: Login, path: string, wish: Wish = {}): Promise<Visit> {
  if (!signedIn.has(login)) {
    const first = await arrive();
    await signIn(first.page, login, '/nowhere'); // a page without data
    signedIn.set(login, await first.context.storageState());
    await first.context.close();
  }
  const { cookies, origins } = signedIn.get(login) ?? { cookies: [], origins: [] };
  // Preferences are of each visit.
  const storage = {
    cookies,
    origins: origins.map((origin) => ({
      ...origin,
      localStorage: origin.localStorage.filter(({ name }) => name === 'yishou.signed_in'),
    })),
  };
  const visit = await arrive({ ...wish, storage });
  await visit.page.goto(address + path);
  await visit.page.locator('.shell-main').waitFor();
  await settled(visit.page);
  return visit;
}

const kQuiet = 60; // milliseconds in which a page begins what follows from an answer
const asking = new WeakMap<Page, Set<Request>>();

function watch(page: Page): void {
  const open = new Set<Request>();
  asking.set(page, open);
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  // What a page asked that is left has no end.
  page.on('framenavigated', (frame) => frame === page.mainFrame() && open.clear());
}

/** Nothing is loading any more. Playwright's own "networkidle" waits for half a second each time. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState();
  const isQuiet = async () => asking.get(page)?.size === 0 && (await page.locator('.shell-main [aria-busy=true]').count()) === 0;
  for (let quiet = 0; quiet < 2; quiet = (await isQuiet()) ? quiet + 1 : 0) await page.waitForTimeout(kQuiet);
}

/** Another page of the workbench without loading it anew, as a link of it would. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.locator('.shell-main h1').waitFor();
  await settled(page);
}

/** Ends a visit; of a test that failed there is a picture beside the log of the service. */
export async function leave({ context, page }: Visit, { task }: TestContext): Promise<void> {
  if (task.result?.state === 'fail') {
    const name = `${task.file.name} ${task.name}`.replaceAll(/[^\w.-]+/g, '_');
    await page.screenshot({ path: `../build/browser/failed/${name}.png` });
  }
  await context.close();
}
