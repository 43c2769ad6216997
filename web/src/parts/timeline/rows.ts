// What stands on a time line, and in which row.
import { momentOf } from './scale';

export type Weight = 'accused' | 'related' | 'plain';

export interface TimelineItem {
  id: string;
  /** As the service writes times. */
  begin: string | null;
  /** Of what lasts. */
  end?: string | null;
  /** What is said of it when one points at it or reads the table. */
  text: string;
  weight?: Weight;
  /** Where it leads. */
  to?: string;
}

export type RowKind = 'stays' | 'visits' | 'lane' | 'flags';

export interface TimelineRow {
  key: string;
  kind: RowKind;
  name: string;
  items: TimelineItem[];
}

export interface Placed {
  item: TimelineItem;
  begin: number;
  end: number;
}

/** Items with a time, the earliest first; those without have no place. */
export function placed(row: TimelineRow): Placed[] {
  return row.items
    .flatMap((item) => {
      const begin = momentOf(item.begin);
      if (begin === null) return [];
      return [{ item, begin, end: Math.max(momentOf(item.end) ?? begin, begin) }];
    })
    .sort((a, b) => a.begin - b.begin);
}

const order: Weight[] = ['accused', 'related', 'plain'];

/**
 * Lanes of drugs and items: those with accused lines first, then the busiest; what is over `most` is left out and counted, and so are
 * lanes with nothing `near` what the look is about.
 */
export function lanesOf(
  lines: { key: string; name: string; item: TimelineItem }[],
  most: number,
  near: (item: TimelineItem) => boolean = () => true,
): { lanes: TimelineRow[]; left: number } {
  const rows = new Map<string, TimelineRow>();
  for (const { key, name, item } of lines) {
    const row = rows.get(key) ?? { key, kind: 'lane' as const, name, items: [] };
    row.items.push(item);
    rows.set(key, row);
  }
  const rank = (row: TimelineRow) => Math.min(...row.items.map((item) => order.indexOf(item.weight ?? 'plain')));
  const lanes = [...rows.values()]
    .filter((row) => row.items.some((item) => near(item) || (item.weight ?? 'plain') !== 'plain'))
    .sort((a, b) => rank(a) - rank(b) || b.items.length - a.items.length || (a.key < b.key ? -1 : 1))
    .slice(0, most);
  return { lanes, left: rows.size - lanes.length };
}
