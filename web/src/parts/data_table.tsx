// A table for heavy work: rows come page after page and only those in sight are in the document; the keyboard moves and opens;
// which columns are shown is remembered on this machine. One line a row: what does not fit is cut and stands in the title.
import './data_table.css';

import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Checkbox } from 'antd';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';

import { size } from '../tokens';
import { useWords } from '../words';
import { ColumnChoice } from './column_choice';
import { countText } from './money';
import { useColumnChoice } from './use_column_choice';
import { usePrinting } from './use_printing';

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** The least width in pixels; the space that is left is shared by `grow`. */
  width: number;
  grow?: number;
  align?: 'start' | 'end';
  /** Not shown until somebody chooses it. */
  optional?: boolean;
  /** Explains the column, as a HelpMark. */
  help?: ReactNode;
}

export interface DataTableProps<Row> {
  /** Under which the choice of columns is remembered. */
  name: string;
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Enter, or a click. */
  onOpen?: (row: Row) => void;
  /** There are more rows, and this fetches them. */
  more?: { has: boolean; loading: boolean; load: () => void };
  selection?: { keys: ReadonlySet<string>; onChange: (keys: Set<string>) => void };
  /** Stands left of the choice of columns, e.g. filters. */
  toolbar?: ReactNode;
  /** In place of rows when there are none. */
  empty: ReactNode;
}

const kAhead = 15; // rows before the end at which the next page is fetched
const kPaper = 2000; // rows that go to paper at most
const kSelect = 40; // pixels of the column of checkboxes

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowKey, onOpen, more, selection, toolbar, empty } = props;
  const words = useWords();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const choice = useColumnChoice(name, columns);
  const shown = choice.shown;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => size.row,
    scrollPaddingStart: size.row, // the header that sticks
    overscan: 12,
  });
  const printing = usePrinting();
  // On paper all that is loaded, one row after the other, in the width that the paper has.
  const items = printing ? rows.slice(0, kPaper).map((_, index) => ({ index, start: 0 })) : virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;

  const has = more?.has ?? false;
  const loading = more?.loading ?? false;
  const load = more?.load;
  useEffect(() => {
    if (has && !loading && last >= rows.length - kAhead) load?.();
  }, [has, loading, last, rows.length, load]);

  const active = useMemo(
    () => (activeKey === null ? -1 : rows.findIndex((row) => rowKey(row) === activeKey)),
    [activeKey, rows, rowKey],
  );
  const moveTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row === undefined) return;
    setActiveKey(rowKey(row));
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' });
  };
  const toggle = (row: Row) => {
    if (selection === undefined) return;
    const keys = new Set(selection.keys);
    if (!keys.delete(rowKey(row))) keys.add(rowKey(row));
    selection.onChange(keys);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / size.row) - 2);
    const row = rows[active];
    const steps: Record<string, () => void> = {
      ArrowDown: () => moveTo(active + 1),
      ArrowUp: () => moveTo(active < 0 ? 0 : active - 1),
      PageDown: () => moveTo(active + page),
      PageUp: () => moveTo(active - page),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
    };
    if (row !== undefined && onOpen !== undefined) steps['Enter'] = () => onOpen(row);
    if (row !== undefined && selection !== undefined) steps[' '] = () => toggle(row);
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };
  // A click on a link, a button or a box in a row is theirs.
  const onRowClick = (event: MouseEvent<HTMLDivElement>, row: Row) => {
    setActiveKey(rowKey(row));
    if ((event.target as HTMLElement).closest('a, button, label, input') !== null) return;
    if (getSelection()?.toString()) return; // somebody marks text
    onOpen?.(row);
  };

  const template = [
    ...(selection === undefined ? [] : [printing ? '0' : `${kSelect}px`]),
    ...shown.map((column) => (printing ? `minmax(0, ${column.width}fr)` : `minmax(${column.width}px, ${column.grow ?? 0 ? `${column.grow}fr` : `${column.width}px`})`)),
  ].join(' ');
  const least = shown.reduce((sum, column) => sum + column.width, selection === undefined ? 0 : kSelect);
  const style = { gridTemplateColumns: template, minWidth: printing ? 0 : least };
  const selectedHere = selection === undefined ? 0 : rows.filter((row) => selection.keys.has(rowKey(row))).length;

  return (
    <div className="table">
      <div className="table-bar no-print">
        <div className="table-toolbar">{toolbar}</div>
        <ColumnChoice columns={columns} choice={choice} />
      </div>
      <div
        ref={scroller}
        className="table-scroller"
        role="grid"
        aria-label={label}
        aria-rowcount={has ? -1 : rows.length + 1}
        aria-colcount={shown.length + (selection === undefined ? 0 : 1)}
        aria-multiselectable={selection === undefined ? undefined : true}
        aria-activedescendant={active >= 0 && items.some((item) => item.index === active) ? `${id}-${active}` : undefined}
        aria-describedby={`${id}-foot`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => active < 0 && rows.length > 0 && setActiveKey(rowKey(rows[0] as Row))}
      >
        <div className="table-head" role="row" aria-rowindex={1} style={style}>
          {selection !== undefined && (
            <div role="columnheader" className="cell">
              <Checkbox
                aria-label={words.common.table.selectAll}
                checked={rows.length > 0 && selectedHere === rows.length}
                indeterminate={selectedHere > 0 && selectedHere < rows.length}
                onChange={(event) => selection.onChange(new Set(event.target.checked ? rows.map(rowKey) : []))}
              />
            </div>
          )}
          {shown.map((column) => (
            <div key={column.key} role="columnheader" className={`cell cell-${column.align ?? 'start'}`}>
              <span className="cell-title">{column.title}</span>
              {column.help}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="table-rows" style={printing ? undefined : { height: virtual.getTotalSize(), minWidth: least }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = rowKey(row);
            const isSelected = selection?.keys.has(key) ?? false;
            return (
              // The keys of a row are handled by the grid, which has the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={key}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selection === undefined ? undefined : isSelected}
                className={`table-row${item.index === active ? ' is-active' : ''}${isSelected ? ' is-selected' : ''}${onOpen ? ' is-open' : ''}`}
                style={printing ? style : { ...style, transform: `translateY(${item.start}px)` }}
                onClick={(event) => onRowClick(event, row)}
              >
                {selection !== undefined && (
                  <div role="gridcell" className="cell">
                    <Checkbox
                      aria-label={words.common.table.selectRow(key)}
                      checked={isSelected}
                      tabIndex={-1}
                      onChange={() => toggle(row)}
                    />
                  </div>
                )}
                {shown.map((column) => (
                  <Cell key={column.key} align={column.align ?? 'start'}>
                    {column.render(row)}
                  </Cell>
                ))}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && (
          <div role="row">
            <div role="gridcell">{empty}</div>
          </div>
        )}
      </div>
      <div className="table-foot" id={`${id}-foot`}>
        <span aria-live="polite">{words.common.table.loaded(countText(rows.length), has)}</span>
        {has && (
          <Button type="link" size="small" loading={loading} onClick={load}>
            {words.common.table.more}
          </Button>
        )}
        {onOpen !== undefined && rows.length > 0 && <span className="table-keys no-print">{words.common.table.keys}</span>}
      </div>
    </div>
  );
}

function Cell({ align, children }: { align: 'start' | 'end'; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  // What is cut can still be read: its text becomes the title when the pointer comes.
  const tell = () => {
    const element = box.current;
    if (element === null) return;
    if (element.scrollWidth > element.clientWidth) element.title = element.textContent ?? '';
    else element.removeAttribute('title');
  };
  return (
    <div ref={box} role="gridcell" className={`cell cell-${align}`} onMouseEnter={tell}>
      {children}
    </div>
  );
}
