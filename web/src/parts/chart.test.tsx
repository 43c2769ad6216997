import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';

import { show } from '../test_stage';
import { Chart } from './chart';

const option = {
  xAxis: { type: 'category', data: ['一月', '二月'] },
  yAxis: { type: 'value' },
  series: [{ type: 'bar', data: [3, 5] }],
};
const table = { columns: [{ title: '月' }, { title: '件', align: 'end' as const }], rows: [['一月', 3], ['二月', 5]] };

test('a chart is drawn, named, and read as a table', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240);
  await show(<Chart label="每月疑点" height={240} option={option} table={table} />);
  const picture = screen.getByRole('img', { name: '每月疑点' });
  await waitFor(() => expect(picture.querySelector('svg')?.textContent).toContain('二月'));
  fireEvent.click(screen.getByRole('button', { name: /看表格/ }));
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows.map((row) => row.textContent)).toEqual(['月件', '一月3', '二月5']);
  expect(screen.queryByRole('img', { name: '每月疑点' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /看图/ }));
  expect(screen.getByRole('img', { name: '每月疑点' })).toBeTruthy();
});
