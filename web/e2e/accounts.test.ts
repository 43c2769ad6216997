// An administrator makes an account for somebody, who must change the password; later the account is changed and closed.
import { afterEach, expect, test } from 'vitest';

import { address, arrive, enter, leave, type Visit } from './place';

let visit: Visit;
afterEach((context) => leave(visit, context));

test('from a new account to a closed one', async () => {
  visit = await enter('admin', '/accounts');
  const { page } = visit;
  const login = `li.${Date.now()}`;
  await page.getByRole('button', { name: '新建账户' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('登录名').fill(login);
  await dialog.getByLabel('姓名').fill('李<b>稽</b>查');
  await dialog.getByLabel('角色').click();
  await page.locator('.ant-select-item-option').getByText('稽查员', { exact: true }).click();
  await dialog.getByLabel('区划').fill('6101');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '新建账户' }).click();
  const password = (await dialog.locator('.one-time').textContent())?.trim() ?? '';
  expect(password).toMatch(/^[A-Za-z0-9-]{19}$/);
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click();

  // The person: must change the password, and then sees the own region.
  const person = await arrive();
  const enterWith = async (secret: string) => {
    await person.page.locator('#login').fill(login);
    await person.page.locator('#password').fill(secret);
    await person.page.keyboard.press('Enter');
  };
  await person.page.goto(`${address}/jobs`);
  await enterWith(password);
  await person.page.getByRole('heading', { name: '请先修改初始密码' }).waitFor();
  await person.page.locator('#old_password').fill(password);
  await person.page.locator('#new_password').fill('weak');
  await person.page.locator('#again').fill('weak');
  await person.page.getByRole('button', { name: '修改密码' }).click();
  await person.page.getByRole('alert').getByText('密码').first().waitFor();
  const own = 'Correct-Horse-7-Battery';
  await person.page.locator('#new_password').fill(own);
  await person.page.locator('#again').fill(own);
  await person.page.getByRole('button', { name: '修改密码' }).click();
  await person.page.getByText('密码已修改，请用新密码登录。').waitFor();
  await enterWith(own);
  await person.page.locator('.scope-mark').getByText('区划 6101').waitFor();
  await person.page.locator('.person-name').getByText('李<b>稽</b>查').waitFor(); // text, not a tag

  // The administrator: sees the session, and closes the account, which ends it.
  await page.getByRole('link', { name: login }).click();
  await page.getByRole('heading', { level: 1, name: '李<b>稽</b>查' }).waitFor();
  await page.getByRole('region', { name: '会话' }).locator('tbody tr').first().waitFor();
  expect(await page.getByRole('region', { name: '会话' }).locator('tbody tr').count()).toBe(1);
  await page.getByRole('button', { name: '停用账户' }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: '停用账户' }).click();
  await page.locator('.page-title').getByText('停用').waitFor();
  await person.page.reload();
  await person.page.getByText('会话已结束').waitFor();
  expect(person.complaints.filter((text) => !text.includes('status of 40'))).toEqual([]); // refusals, as asked for
  await person.context.close();
});

test('an auditor looks and changes nothing', async () => {
  visit = await enter('demo-auditor', '/accounts', { language: 'en' });
  const { page } = visit;
  await page.getByRole('link', { name: 'demo-hospital' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Sessions').first().waitFor();
  expect(await page.locator('.page-actions button').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'End' }).count()).toBe(0);
});
