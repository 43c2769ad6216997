// Pre-checks: a hospital's program asks at the gateway; an inspector sees the request, its reminder, and what became of it.
import { readFileSync } from 'node:fs';

import { afterEach, expect, test } from 'vitest';

import { atGateway } from './calls';
import { address, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const kAgain = 11_000; // longer than it waits until it asks again

test('a request, its reminder and the feedback are seen', async () => {
  const hospital = await enter('demo-hospital', '/');
  const { institutions } = await hospital.page.evaluate(async () => (await fetch('/v1/session')).json());
  await hospital.context.close();
  const code: string = institutions[0];
  const message = readFileSync('../tools/dev/ask-3101.json', 'utf8').replaceAll('@institution@', code);
  const asked = await atGateway('3101', JSON.parse(message));
  expect([asked.infcode, asked.err_msg]).toEqual([0, '']);
  const id = asked.output.result?.[0]?.jr_id ?? '';
  const reason = '<b>临床</b>确需 \u202Eabc 👩‍⚕️';
  const given = await atGateway('3103', {
    infno: '3103',
    fixmedins_code: code,
    input: { data: { warn_type: '1', warns: [{ warn_rslt_id: id, dspo_way: '1', dspo_way_rea: reason }] } },
  });
  expect([given.infcode, given.err_msg]).toEqual([0, '']);

  visit = await enter('demo-inspector', '/traffic');
  const { page, complaints } = visit;
  await page.locator('.section').first().getByText('有提醒').waitFor();
  await page.locator('.traffic-askers').getByText('询问中').first().waitFor();
  await page.getByRole('link', { name: '全部询问' }).click();
  await page.getByRole('heading', { level: 1, name: '询问清单' }).waitFor();
  await settled(page);
  await page.locator(`a[href="/traffic/${id}"]`).click();
  await page.getByRole('heading', { level: 1, name: /^规则 \d+ 的提醒$/ }).waitFor();
  await settled(page);
  expect(await page.getByText(reason).count()).toBe(1); // text, not tags
  await page.getByText('继续执行医嘱').first().waitFor();
  await page.getByText('判定用时').first().waitFor();
  await page.goto(`${address}/traffic/no-such`);
  await page.getByText('没有找到').waitFor();
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});

test('it refreshes by itself, keeps its height, and stops when told to', async () => {
  visit = await enter('demo-inspector', '/traffic?minutes=1440', { clock: true });
  const { page } = visit;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const height = await page.locator('.page').evaluate((element) => element.scrollHeight);
  await Promise.all([page.waitForRequest((request) => request.url().includes('/v1/traffic/summary')), page.clock.fastForward(kAgain)]);
  await settled(page);
  expect(await page.locator('.page').evaluate((element) => element.scrollHeight)).toBe(height);
  await page.getByRole('switch', { name: '自动刷新' }).click();
  asked.length = 0;
  await page.clock.fastForward(kAgain);
  await settled(page);
  expect(asked.filter((path) => path.startsWith('/v1/traffic'))).toEqual([]);
});
