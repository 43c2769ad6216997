// A person's time line: stays as bars, visits as ticks, drugs and items as lanes, findings as flags. From three years to one day by
// wheel, keys and buttons; every mark can be reached by keyboard, and the same stands in a table.
import './timeline.css';

import { BarChartOutlined, TableOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';

import { useWords } from '../../words';
import { SmallTable } from '../small_table';
import { placed, type Placed, type RowKind, type TimelineRow } from './rows';
import { bounded, dayText, kDay, minuteText, momentOf, spanOf, ticksOf, zoomed, type Span } from './scale';

interface Props {
  label: string;
  rows: TimelineRow[];
  /** What the look is about: shown at first with some room, and shaded. */
  focus?: { from: string | null; to: string | null };
  /** What red and amber say; without: lines accused, and lines that the accusation rests on. */
  keys?: { red: string; amber: string };
  /** Said below, such as what is left out. */
  note?: ReactNode;
}

const kHeight: Record<RowKind, number> = { flags: 26, stays: 24, visits: 22, lane: 22 };
const kAxis = 22;
const kTick = 56; // pixels of the text of a tick
const kLooks = [3 * 365 * kDay, 365 * kDay, 90 * kDay, 30 * kDay, 7 * kDay, kDay] as const;

export function Timeline({ label, rows, focus, keys, note }: Props) {
  const words = useWords();
  const [asTable, setAsTable] = useState(false);
  const places = useMemo(() => rows.map((row) => ({ row, items: placed(row) })), [rows]);
  const all = useMemo(() => spanOf(places.flatMap(({ items }) => items.flatMap((one) => [one.begin, one.end]))), [places]);
  const first = useMemo(() => firstLook(focus, all), [focus, all]);
  const [chosen, setChosen] = useState<Span | null>(null);
  const span = chosen ?? first;
  const [said, setSaid] = useState<Placed | null>(null);
  const move = (change: (span: Span) => Span) => setChosen((now) => change(now ?? first));
  const look = (length: number) => {
    const middle = focus === undefined ? (span.from + span.to) / 2 : (first.from + first.to) / 2;
    setChosen(bounded({ from: middle - length / 2, to: middle + length / 2 }));
  };
  return (
    <figure className="timeline" aria-label={label}>
      <div className="timeline-bar no-print">
        <span className="timeline-span" aria-live="polite">
          {dayText(span.from)} – {dayText(span.to)}
        </span>
        {!asTable && (
          <>
            {kLooks.map((length, index) => (
              <Button key={length} size="small" onClick={() => look(length)}>
                {words.timeline.looks[index]}
              </Button>
            ))}
            <Button size="small" onClick={() => setChosen(bounded(all))}>
              {words.timeline.whole}
            </Button>
            <Button size="small" icon={<ZoomInOutlined />} aria-label={words.timeline.closer} onClick={() => move((now) => zoomed(now, 0.5))} />
            <Button size="small" icon={<ZoomOutOutlined />} aria-label={words.timeline.wider} onClick={() => move((now) => zoomed(now, 2))} />
          </>
        )}
        <Button size="small" type="text" icon={asTable ? <BarChartOutlined /> : <TableOutlined />} onClick={() => setAsTable(!asTable)}>
          {asTable ? words.common.chart.asChart : words.common.chart.asTable}
        </Button>
      </div>
      {asTable ? (
        <AsTable label={label} places={places} />
      ) : (
        <>
          <div className="timeline-body">
            <div className="timeline-names" style={{ paddingTop: kAxis }}>
              {rows.map((row) => (
                <div key={row.key} className={`timeline-name${row.kind === 'lane' ? ' is-lane' : ''}`} style={{ height: kHeight[row.kind] }} title={row.name}>
                  {row.name}
                </div>
              ))}
            </div>
            <Scene label={label} places={places} span={span} focus={focus} onMove={move} onSay={setSaid} />
          </div>
          <div className="timeline-say" aria-live="polite">
            <span className="foreign">{said === null ? words.timeline.hint : `${minuteText(said.begin)}  ${said.item.text}`}</span>
            <Key tone="red" text={keys?.red ?? words.timeline.accused} />
            <Key tone="amber" text={keys?.amber ?? words.timeline.related} />
            {note !== undefined && <span>{note}</span>}
          </div>
        </>
      )}
    </figure>
  );
}

function Key({ tone, text }: { tone: 'red' | 'amber'; text: string }) {
  return (
    <span className="timeline-key">
      <i className={`is-${tone}`} aria-hidden />
      {text}
    </span>
  );
}

// The focus with as much again on either side, at least a month.
function firstLook(focus: Props['focus'], all: Span): Span {
  const from = momentOf(focus?.from);
  if (from === null) return bounded(all);
  const to = Math.max(momentOf(focus?.to) ?? from, from);
  const margin = Math.max(to - from, 15 * kDay);
  return bounded({ from: from - margin, to: to + margin });
}

interface SceneProps {
  label: string;
  places: { row: TimelineRow; items: Placed[] }[];
  span: Span;
  focus: Props['focus'];
  onMove: (change: (span: Span) => Span) => void;
  onSay: (said: Placed | null) => void;
}

function Scene({ label, places, span, focus, onMove, onSay }: SceneProps) {
  const words = useWords();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 800));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  // The wheel belongs to the page until somebody works here: with Ctrl, or with the focus inside. React's own listener is passive.
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !element.contains(document.activeElement)) return;
      event.preventDefault();
      const share = (event.clientX - element.getBoundingClientRect().left) / element.clientWidth;
      onMove((now) => zoomed(now, event.deltaY > 0 ? 1.25 : 0.8, now.from + share * (now.to - now.from)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [onMove]);

  const x = (moment: number) => ((moment - span.from) / (span.to - span.from)) * width;
  const heights = places.map(({ row }) => kHeight[row.kind]);
  const total = kAxis + heights.reduce((sum, height) => sum + height, 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const shift = (share: number) => onMove((now) => ({ from: now.from + share * (now.to - now.from), to: now.to + share * (now.to - now.from) }));
    const keys: Record<string, () => void> = {
      ArrowLeft: () => shift(-0.2),
      ArrowRight: () => shift(0.2),
      '+': () => onMove((now) => zoomed(now, 0.5)),
      '=': () => onMove((now) => zoomed(now, 0.5)),
      '-': () => onMove((now) => zoomed(now, 2)),
    };
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  };
  const focusFrom = momentOf(focus?.from);
  const focusTo = momentOf(focus?.to) ?? focusFrom;
  const tops = heights.map((_, index) => kAxis + heights.slice(0, index).reduce((sum, height) => sum + height, 0));
  return (
    // The scene takes the keys that move and zoom.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex
    <div ref={box} className="timeline-scene" role="group" aria-label={words.timeline.sceneOf(label)} tabIndex={0} onKeyDown={onKeyDown}>
      <svg width={width} height={total} viewBox={`0 0 ${width} ${total}`}>
        {places.map(({ row }, index) => {
          return <rect key={row.key} className={`timeline-stripe${index % 2 ? ' is-odd' : ''}`} x={0} y={tops[index]} width={width} height={heights[index]} />;
        })}
        {focusFrom !== null && focusTo !== null && (
          <rect className="timeline-focus" x={x(focusFrom) - 3} y={kAxis} width={Math.max(x(focusTo) - x(focusFrom), 0) + 6} height={total - kAxis} />
        )}
        {ticksOf(span, width).map(({ at, text }) => (
          <g key={at}>
            <line className="timeline-grid" x1={x(at)} x2={x(at)} y1={kAxis - 4} y2={total} />
            {x(at) + kTick < width && (
              <text className="timeline-tick" x={x(at) + 3} y={13}>
                {text}
              </text>
            )}
          </g>
        ))}
        {places.map(({ row, items }, index) => {
          const y = tops[index] ?? 0;
          const height = heights[index] ?? 0;
          return (
            <g key={row.key}>
              {items
                .filter((one) => one.end >= span.from && one.begin <= span.to)
                .map((one) => (
                  <g
                    key={one.item.id}
                    className={`timeline-item${one.item.to === undefined ? '' : ' leads'}`}
                    role={one.item.to === undefined ? 'img' : 'link'}
                    aria-label={`${row.name} ${minuteText(one.begin)} ${one.item.text}`}
                    tabIndex={0}
                    onFocus={() => onSay(one)}
                    onMouseEnter={() => onSay(one)}
                    onClick={() => one.item.to !== undefined && void navigate(one.item.to)}
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' || one.item.to === undefined) return;
                      event.stopPropagation();
                      void navigate(one.item.to);
                    }}
                  >
                    <Mark kind={row.kind} left={x(one.begin)} right={x(one.end)} y={y} height={height} weight={one.item.weight ?? 'plain'} />
                  </g>
                ))}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

interface MarkProps {
  kind: RowKind;
  left: number;
  right: number;
  y: number;
  height: number;
  weight: string;
}

function Mark({ kind, left, right, y, height, weight }: MarkProps) {
  const middle = y + height / 2;
  if (kind === 'stays') return <rect className="mark mark-stay" x={left} y={y + 6} width={Math.max(right - left, 3)} height={height - 12} rx={2} />;
  if (kind === 'visits') return <rect className="mark mark-visit" x={left - 1.5} y={y + 4} width={3} height={height - 8} />;
  if (kind === 'flags') {
    return <path className={`mark mark-${weight}`} d={`M${left} ${y + height - 3}V${y + 4}h11l-3 4 3 4h-9v${height - 15}z`} />;
  }
  if (right - left > 6) return <rect className={`mark mark-${weight}`} x={left} y={middle - 4} width={right - left} height={8} rx={4} />;
  // Told apart by shape as well as by colour.
  if (weight === 'related') return <path className={`mark mark-${weight}`} d={`M${left - 6} ${middle}l6-6 6 6-6 6z`} />;
  return <circle className={`mark mark-${weight}`} cx={left} cy={middle} r={weight === 'plain' ? 3.5 : 5} />;
}

function AsTable({ label, places }: { label: string; places: SceneProps['places'] }) {
  const words = useWords();
  const rows = places.flatMap(({ row, items }) => items.map((one) => ({ row, one }))).sort((a, b) => a.one.begin - b.one.begin);
  return (
    <SmallTable
      label={label}
      columns={[
        { key: 'begin', title: words.timeline.begin, render: ({ one }) => minuteText(one.begin) },
        { key: 'end', title: words.timeline.end, render: ({ one }) => (one.end > one.begin ? minuteText(one.end) : '') },
        { key: 'kind', title: words.timeline.what, render: ({ row }) => row.name },
        { key: 'text', title: words.timeline.text, render: ({ one }) => one.item.text },
        {
          key: 'weight',
          title: words.timeline.part,
          render: ({ one }) => (one.item.weight === undefined || one.item.weight === 'plain' ? '' : words.timeline[one.item.weight]),
        },
      ]}
      rows={rows}
      rowKey={({ row, one }) => `${row.key} ${one.item.id}`}
    />
  );
}
