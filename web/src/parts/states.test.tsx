import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import { ProblemError, problemOf } from '../api/problem';
import { PageBoundary } from '../shell/page_boundary';
import { json, show } from '../test_stage';
import { ErrorState, NoRightState } from './states';

const problem = (status: number, more: object = {}) =>
  new ProblemError({
    status,
    title: '暂不可用 · Service Unavailable',
    detail: '请稍后再试 · try again later',
    request_id: 'r-77',
    ...more,
  });

test('a refusal says why, in one language, with its number and another try', async () => {
  const again = vi.fn();
  await show(<ErrorState error={problem(503)} onRetry={again} />, 'en');
  expect(screen.getByRole('alert').textContent).toContain('Service Unavailable');
  expect(screen.getByText('try again later')).toBeTruthy();
  expect(screen.getByText('Request r-77')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(again).toHaveBeenCalledOnce();
});

test('not found, no right and no answer each have their own words', async () => {
  const first = await show(<ErrorState error={problem(404)} />);
  expect(screen.getByText('没有找到')).toBeTruthy();
  first.unmount();
  const second = await show(<ErrorState error={problem(403)} />);
  expect(screen.getByText('您的角色不能查看此页')).toBeTruthy();
  second.unmount();
  await show(<ErrorState error={new ProblemError({ status: 0 })} />);
  expect(screen.getByText('服务没有应答')).toBeTruthy();
});

test('a page without right is named so', async () => {
  await show(<NoRightState />);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('您的角色不能查看此页');
  expect(document.title).toBe('您的角色不能查看此页 · 医守');
});

test('a page that breaks says so in its place', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const Broken = () => {
    throw new Error('no such column');
  };
  await show(
    <PageBoundary>
      <Broken />
    </PageBoundary>,
  );
  expect(screen.getByRole('alert').textContent).toContain('no such column');
});

test('problem+json is read; an answer of another kind still has its status', async () => {
  const read = await problemOf(json({ title: 't', detail: 'd', request_id: 'r', status: 429 }, 429, { 'Retry-After': '30' }));
  expect(read).toMatchObject({ status: 429, title: 't', detail: 'd', requestId: 'r', retryAfter: 30 });
  const html = new Response('<h1>Bad Gateway</h1>', { status: 502, headers: { 'Content-Type': 'text/html' } });
  expect(await problemOf(html)).toMatchObject({ status: 502, title: '', retryAfter: null });
  const torn = new Response('{"title":', { status: 500, headers: { 'Content-Type': 'application/problem+json' } });
  expect(await problemOf(torn)).toMatchObject({ status: 500, detail: '' });
});
