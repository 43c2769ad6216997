import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';

import { show } from '../../test_stage';
import { lanesOf, placed, type TimelineRow } from './rows';
import { bounded, kDay, momentOf, spanOf, ticksOf, zoomed } from './scale';
import { Timeline } from './timeline';

const rows: TimelineRow[] = [
  { key: 'stays', kind: 'stays', name: '住院', items: [{ id: 'V1', begin: '2026-01-02 08:00:00', end: '2026-01-09 10:00:00', text: '第一医院' }] },
  {
    key: 'X1',
    kind: 'lane',
    name: 'X1',
    items: [
      { id: '1', begin: '2026-01-03 09:00:00', text: '被指', weight: 'accused' },
      { id: '2', begin: '2025-06-01 09:00:00', text: '很早' },
      { id: '3', begin: null, text: '没有时间' },
    ],
  },
];
const focus = { from: '2026-01-03 09:00:00', to: '2026-01-03 09:00:00' };
const page = (given: TimelineRow[]) => <Timeline label="甲的时间线" rows={given} focus={focus} />;

test('moments have no zone, and bad ones none at all', () => {
  expect(momentOf('2026-03-09')).toBe(Date.UTC(2026, 2, 9));
  expect(momentOf('2026-03-09 14:05:00')).toBe(Date.UTC(2026, 2, 9, 14, 5));
  expect(momentOf('once')).toBeNull();
  expect(momentOf(null)).toBeNull();
});

test('looks go from one day to three years, and keep the moment pointed at', () => {
  const span = { from: 0, to: 30 * kDay };
  const closer = zoomed(span, 0.5, 10 * kDay);
  expect((10 * kDay - closer.from) / (closer.to - closer.from)).toBeCloseTo(1 / 3);
  let look = span;
  for (let i = 0; i < 20; ++i) look = zoomed(look, 0.5);
  expect(look.to - look.from).toBeCloseTo(kDay);
  for (let i = 0; i < 40; ++i) look = zoomed(look, 2);
  expect(look.to - look.from).toBeCloseTo(3 * 366 * kDay);
  expect(bounded({ from: 0, to: 1 }).to - bounded({ from: 0, to: 1 }).from).toBe(kDay);
  expect(spanOf([]).to).toBeGreaterThan(0);
});

test('the axis has marks enough and not too many, at any look', () => {
  for (const days of [1, 7, 30, 90, 365, 1098]) {
    const ticks = ticksOf({ from: Date.UTC(2024, 1, 27), to: Date.UTC(2024, 1, 27) + days * kDay }, 900);
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThan(16);
    expect(new Set(ticks.map((tick) => tick.at)).size).toBe(ticks.length);
  }
});

test('lanes with accused lines come first, and what is left out is counted', () => {
  const line = (key: string, id: string, weight: 'accused' | 'plain') => ({ key, name: key, item: { id, begin: '2026-01-01', text: '', weight } });
  const { lanes, left } = lanesOf([line('B', '1', 'plain'), line('B', '2', 'plain'), line('A', '3', 'accused'), line('C', '4', 'plain')], 2);
  expect(lanes.map((lane) => lane.key)).toEqual(['A', 'B']);
  expect(left).toBe(1);
});

test('an item without a time has no place, and an end before its begin is no length', () => {
  const [row] = [{ key: 'k', kind: 'stays' as const, name: '', items: [{ id: '1', begin: null, text: '' }, { id: '2', begin: '2026-01-02', end: '2026-01-01', text: '' }] }];
  const items = placed(row);
  expect(items).toHaveLength(1);
  expect(items[0]?.end).toBe(items[0]?.begin);
});

test('what is in sight is there, is read when reached, and the rest comes by zooming out', async () => {
  await show(page(rows));
  expect(screen.getByRole('img', { name: /X1 2026-01-03 09:00 被指/ })).toBeTruthy();
  expect(screen.queryByRole('img', { name: /很早/ })).toBeNull();
  fireEvent.focus(screen.getByRole('img', { name: /第一医院/ }));
  expect(screen.getByText(/2026-01-02 08:00\s+第一医院/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: '三年' }));
  expect(screen.getByRole('img', { name: /很早/ })).toBeTruthy();
});

test('keys zoom and move', async () => {
  await show(page(rows));
  const scene = screen.getByRole('group', { name: /甲的时间线/ });
  for (let i = 0; i < 12; ++i) fireEvent.keyDown(scene, { key: '-' });
  expect(screen.getByRole('img', { name: /很早/ })).toBeTruthy();
  for (let i = 0; i < 14; ++i) fireEvent.keyDown(scene, { key: 'ArrowRight' });
  expect(screen.queryByRole('img', { name: /很早/ })).toBeNull();
});

test('the table says the same, with all items that have a time', async () => {
  await show(page(rows));
  await userEvent.click(screen.getByRole('button', { name: /看表格/ }));
  const table = screen.getByRole('region', { name: '甲的时间线' });
  expect(table.querySelectorAll('tbody tr')).toHaveLength(3);
  expect(table.textContent).toContain('所指明细');
});

test('a lane with nothing near is left out and counted; an accused one never is', () => {
  const item = (id: string, begin: string, weight?: 'accused') => ({ key: id, name: id, item: { id, begin, text: id, ...(weight === undefined ? {} : { weight }) } });
  const near = ({ begin }: { begin: string | null }) => begin !== null && begin >= '2025-06-01';
  const { lanes, left } = lanesOf([item('far', '2025-01-01'), item('near', '2025-06-02'), item('accused', '2024-01-01', 'accused')], 12, near);
  expect([lanes.map((lane) => lane.key), left]).toEqual([['accused', 'near'], 1]);
});
