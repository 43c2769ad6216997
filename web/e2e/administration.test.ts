// The administrator lets an institution in; an auditor reads in the log who did what, and proves the log.
import { afterEach, expect, test } from 'vitest';

import { address, enter, leave, settled, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

const hostile = '<img src=x onerror="globalThis.hacked=1"> \u202E反\u202C 👩‍⚕️';

test('gateway settings are made, changed and switched off; a token is given once and revoked', async () => {
  visit = await enter('admin', '/institution-settings');
  const { page, complaints } = visit;
  const code = `T${Date.now()}`;
  await page.getByRole('button', { name: '新建网关参数' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('机构编码').fill(code);
  await page.locator('#paasid').fill(`p-${code}`);
  await page.locator('#token').fill('a secret of theirs');
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存，立即生效').waitFor();
  await page.goto(`${address}/institution-settings`);
  await settled(page);
  const list = page.getByRole('grid');
  await list.focus();
  await page.keyboard.press('End');
  await page.locator('.table-row').filter({ hasText: code }).click();
  await dialog.getByText(`修改 ${code} 的网关参数`).waitFor();
  expect(await page.locator('#token').inputValue()).toBe(''); // a secret is never shown again
  await page.locator('#active').click();
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.locator('.table-row').filter({ hasText: code }).getByText('停用').waitFor();

  await page.getByRole('link', { name: '程序令牌' }).click();
  await page.getByRole('button', { name: '新建令牌' }).first().click();
  await dialog.getByLabel('机构编码').fill(code);
  await dialog.getByLabel('用途').fill(hostile);
  await dialog.getByRole('button', { name: '新建令牌' }).click();
  const token = (await page.locator('.token-once').textContent())?.trim() ?? '';
  expect(token).toMatch(/^yst_/);
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();
  const row = page.locator('.table-row').filter({ hasText: code });
  await row.getByText(hostile).waitFor(); // text, not a tag
  expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  await row.getByRole('button', { name: '吊销' }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: '吊销' }).click();
  await row.getByText('已吊销').waitFor();
  expect(await page.locator('body').textContent()).not.toContain(token);
  expect(complaints).toEqual([]);
});

test('the log is filtered, a record opened, the chain proved', async () => {
  visit = await enter('demo-auditor', '/log?action=make_token');
  const { page, complaints } = visit;
  await page.locator('.table-row').getByText('新建令牌').first().waitFor();
  for (const text of await page.locator('.table-row').allTextContents()) expect(text).toContain('新建令牌');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '只看此账户' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).searchParams.get('account_id')).toMatch(/^u/);
  await page.getByRole('button', { name: '核验日志链', exact: true }).click();
  await page.getByText('日志完整').waitFor();
  await page.goto(`${address}/log?action=verify_log`);
  await page.locator('.table-row').getByText('核验日志').first().waitFor(); // which is itself a record
  expect(complaints).toEqual([]);
});
