import { act, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';

import { show } from '../test_stage';
import { DataTable, type Column } from './data_table';

interface Item {
  id: string;
  name: string;
}
const many = (count: number): Item[] => Array.from({ length: count }, (_, i) => ({ id: `i${i}`, name: `第 ${i} 行` }));
const columns: Column<Item>[] = [
  { key: 'id', title: '编号', width: 80, render: (item) => item.id },
  { key: 'name', title: '名称', width: 120, grow: 1, render: (item) => item.name },
  { key: 'extra', title: '备注', width: 120, optional: true, render: () => '…' },
];
const idOf = (item: Item) => item.id;

// The document of these tests has no layout: a window of 20 rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(720);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(720);
});

const table = (rows: Item[], more: Partial<Parameters<typeof DataTable<Item>>[0]> = {}) => (
  <DataTable name="t" label="清单" columns={columns} rows={rows} rowKey={idOf} empty={<p>没有</p>} {...more} />
);

test('a hundred thousand rows are counted, and those in sight are there', async () => {
  await show(table(many(100_000)));
  const grid = screen.getByRole('grid', { name: '清单' });
  expect(grid.getAttribute('aria-rowcount')).toBe('100001');
  const rows = within(grid).getAllByRole('row');
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.length).toBeLessThan(80);
  expect(screen.getByText('共 100,000 行')).toBeTruthy();
});

test('keys move through the rows, and Enter opens', async () => {
  const opened = vi.fn();
  await show(table(many(50), { onOpen: opened }));
  const user = userEvent.setup();
  const grid = screen.getByRole('grid');
  grid.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  expect(opened).toHaveBeenLastCalledWith({ id: 'i1', name: '第 1 行' });
  const active = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
  expect(active?.textContent).toContain('第 1 行');
  await user.keyboard('{Home}{ArrowUp}{Enter}');
  expect(opened).toHaveBeenLastCalledWith({ id: 'i0', name: '第 0 行' });
  await user.keyboard('{End}{ArrowDown}{Enter}');
  expect(opened).toHaveBeenLastCalledWith({ id: 'i49', name: '第 49 行' });
  expect(opened).toHaveBeenCalledTimes(3);
});

test('a click opens a row, but not when it is meant for something inside', async () => {
  const opened = vi.fn();
  const linked: Column<Item>[] = [
    ...columns,
    { key: 'link', title: '链接', width: 80, render: (item) => <a href={`#${item.id}`}>去 {item.id}</a> },
  ];
  await show(table(many(3), { columns: linked, onOpen: opened }));
  fireEvent.click(screen.getByText('去 i2'));
  expect(opened).not.toHaveBeenCalled();
  fireEvent.click(screen.getByText('第 1 行'));
  expect(opened).toHaveBeenCalledExactlyOnceWith({ id: 'i1', name: '第 1 行' });
});

test('the next page is fetched before the rows end, once', async () => {
  const load = vi.fn();
  const shown = await show(table(many(200), { more: { has: true, loading: false, load } }));
  expect(load).not.toHaveBeenCalled();
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('-1');
  shown.unmount();
  await show(table(many(30), { more: { has: true, loading: false, load } }));
  expect(load).toHaveBeenCalledTimes(1);
  await show(table(many(30), { more: { has: true, loading: true, load } }));
  expect(load).toHaveBeenCalledTimes(1);
});

test('a choice of columns is remembered, and one column stays', async () => {
  const user = userEvent.setup();
  const first = await show(table(many(3)));
  const titles = () => screen.getAllByRole('columnheader').map((header) => header.textContent);
  expect(titles()).toEqual(['编号', '名称']);
  await user.click(screen.getByRole('button', { name: /列/ }));
  await user.click(await screen.findByRole('checkbox', { name: '备注' }));
  await user.click(screen.getByRole('checkbox', { name: '编号' }));
  expect(titles()).toEqual(['名称', '备注']);
  first.unmount();
  await show(table(many(3)));
  expect(titles()).toEqual(['名称', '备注']);
  await user.click(screen.getByRole('button', { name: /列/ }));
  await user.click(await screen.findByRole('checkbox', { name: '备注' }));
  await user.click(screen.getByRole('checkbox', { name: '名称' }));
  expect(titles()).toEqual(['名称']);
  await user.click(screen.getByRole('button', { name: '恢复默认' }));
  expect(titles()).toEqual(['编号', '名称']);
});

test('rows are selected by box, by the space bar and all together', async () => {
  function Selecting() {
    const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
    return (
      <>
        <output>{[...keys].join(' ')}</output>
        {table(many(3), { selection: { keys, onChange: setKeys } })}
      </>
    );
  }
  await show(<Selecting />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('checkbox', { name: '选择 i1' }));
  screen.getByRole('grid').focus();
  await user.keyboard('{Home}{ArrowDown}{ArrowDown} ');
  expect(screen.getByText('i1 i2')).toBeTruthy();
  await user.click(screen.getByRole('checkbox', { name: '选择已载入的全部行' }));
  expect(screen.getByText('i0 i1 i2')).toBeTruthy();
  await user.click(screen.getByRole('checkbox', { name: '选择已载入的全部行' }));
  expect(document.querySelector('output')?.textContent).toBe('');
});

test('hostile text is text', async () => {
  const hostile = ['<img src=x onerror=alert(1)>', '\u202Eevil\u202C', '😀'.repeat(10), '很'.repeat(10_000)];
  await show(table(hostile.map((name, i) => ({ id: `h${i}`, name }))));
  for (const name of hostile) expect(screen.getByText(name)).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
});

test('nothing is said to be nothing', async () => {
  await show(table([]));
  expect(screen.getByText('没有')).toBeTruthy();
});

test('all that is loaded goes to paper, not what is in sight alone', async () => {
  await show(table(many(120)));
  const count = () => document.querySelectorAll('.table-row').length;
  const inSight = count();
  expect(inSight).toBeLessThan(120);
  act(() => void dispatchEvent(new Event('beforeprint')));
  expect(count()).toBe(120);
  act(() => void dispatchEvent(new Event('afterprint')));
  expect(count()).toBe(inSight);
});
