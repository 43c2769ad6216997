import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';

import { answered, api } from '../api/client';
import { json, serviceThat, show, type AskedOf } from '../test_stage';
import { Gate } from './gate';
import { SessionProvider, useMay, useSelf } from './session';

const self = {
  account_id: 'u1',
  login: 'li',
  display_name: '李',
  role: 'inspector',
  role_name: '医保局稽查员',
  must_change: false,
  program: false,
  regions: ['61'],
  institutions: [],
  permissions: ['read_findings'],
};

function Inside() {
  const { display_name } = useSelf();
  const may = useMay();
  return (
    <>
      <p>你好，{display_name}</p>
      <p>{may('read_findings') && !may('judge_findings') ? '只看' : '错'}</p>
      <button type="button" onClick={() => void answered(api.GET('/v1/jobs')).catch(() => {})}>
        问
      </button>
    </>
  );
}
const door = (
  <SessionProvider>
    <Gate>
      <Inside />
    </Gate>
  </SessionProvider>
);

const isSignIn = (asked: AskedOf) => asked.method === 'POST' && asked.path === '/v1/session';
async function fillIn(password: string) {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('登录名'), 'li');
  await user.type(screen.getByLabelText('密码'), password);
  await user.click(screen.getByRole('button', { name: '登录' }));
  return user;
}

test('who never signed in is not asked for; the token is kept nowhere', async () => {
  const asked = serviceThat((call) => json(isSignIn(call) ? { ...self, token: 'secret-token' } : self, isSignIn(call) ? 201 : 200));
  await show(door);
  expect(asked).toHaveLength(0);
  await fillIn('pass');
  expect(await screen.findByText('你好，李')).toBeTruthy();
  expect(screen.getByText('只看')).toBeTruthy();
  expect(asked.map((call) => `${call.method} ${call.path}`)).toEqual(['POST /v1/session', 'GET /v1/session']);
  expect(asked[0]?.body).toEqual({ login: 'li', password: 'pass' });
  expect(asked[0]?.header('X-Yishou')).toBe('1');
  expect(asked[1]?.header('Authorization')).toBeNull();
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('secret-token');
});

test('a wrong password and a lock are told apart', async () => {
  let status = 401;
  serviceThat(() =>
    json({ status, title: '', detail: '登录名或密码不正确 · wrong' }, status, status === 429 ? { 'Retry-After': '90' } : {}),
  );
  await show(door);
  const user = await fillIn('wrong');
  expect((await screen.findByRole('alert')).textContent).toContain('登录名或密码不正确');
  status = 429;
  await user.click(screen.getByRole('button', { name: '登录' }));
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('1 分 30 秒 后可再试'));
});

test('a session that ended leads to the door, and what was seen is gone', async () => {
  localStorage.setItem('yishou.signed_in', 'u1');
  serviceThat((call) => (call.path === '/v1/session' ? json(self) : json({ status: 401 }, 401)));
  const { queries } = await show(door);
  queries.setQueryData(['secret'], 'of the one before');
  await userEvent.setup().click(await screen.findByRole('button', { name: '问' }));
  expect(await screen.findByText(/会话已结束/)).toBeTruthy();
  expect(queries.getQueryData(['secret'])).toBeUndefined();
  expect(localStorage.getItem('yishou.signed_in')).toBeNull();
});

test('a given password must be changed before anything is seen', async () => {
  localStorage.setItem('yishou.signed_in', 'u1');
  const asked = serviceThat((call) =>
    call.method === 'PUT' ? new Response(null, { status: 204 }) : json({ ...self, must_change: true, permissions: [] }),
  );
  await show(door);
  const user = userEvent.setup();
  expect(await screen.findByText('请先修改初始密码')).toBeTruthy();
  expect(screen.queryByText('你好，李')).toBeNull();
  await user.type(screen.getByLabelText('现在的密码'), 'old');
  await user.type(screen.getByLabelText('新密码'), 'new-one');
  await user.type(screen.getByLabelText('再输入一次新密码'), 'other');
  await user.click(screen.getByRole('button', { name: '修改密码' }));
  expect(await screen.findByText('两次输入的新密码不同')).toBeTruthy();
  expect(asked.some((call) => call.method === 'PUT')).toBe(false);
  await user.clear(screen.getByLabelText('再输入一次新密码'));
  await user.type(screen.getByLabelText('再输入一次新密码'), 'new-one');
  await user.click(screen.getByRole('button', { name: '修改密码' }));
  expect(await screen.findByText('密码已修改，请用新密码登录。')).toBeTruthy();
  expect(asked.at(-1)?.body).toEqual({ old_password: 'old', new_password: 'new-one' });
});

test('a service that does not answer is no ended session', async () => {
  localStorage.setItem('yishou.signed_in', 'u1');
  let isUp = false;
  serviceThat(() => {
    if (!isUp) throw new TypeError('failed to fetch');
    return json(self);
  });
  await show(door);
  expect(await screen.findByText('服务没有应答')).toBeTruthy();
  isUp = true;
  await userEvent.setup().click(screen.getByRole('button', { name: '重试' }));
  expect(await screen.findByText('你好，李')).toBeTruthy();
});
