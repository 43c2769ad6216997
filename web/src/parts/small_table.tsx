// A plain table for some dozens of rows: all of it is in the document and on paper.
import './small_table.css';

import type { ReactNode } from 'react';

export interface SmallColumn<Row> {
  key: string;
  title: ReactNode;
  align?: 'start' | 'end';
  render: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: SmallColumn<Row>[];
  rows: Row[];
  rowKey: (row: Row, index: number) => string;
}

export function SmallTable<Row>({ label, columns, rows, rowKey }: Props<Row>) {
  return (
    // A wide one scrolls by itself, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="small-table-box" role="region" aria-label={label} tabIndex={0}>
      <table className="small-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`cell-${column.align ?? 'start'}`}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)}>
              {columns.map((column) => (
                <td key={column.key} className={`foreign cell-${column.align ?? 'start'}`}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
