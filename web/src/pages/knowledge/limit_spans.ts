// Limits as spans of days on one scale; what has no end reaches the edge.
import type { CodeLimit } from '../../queries/use_limits';

const kYear = 365 * 24 * 3600 * 1000;
export const kDrawn = 30; // limits in one picture

export interface Span {
  label: string;
  from: number;
  to: number;
  judges: boolean;
}

// Days have no time zone: all are read as UTC, and shown so.
const moment = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** The edges lie a year beyond the first and the last day that is named, and beyond today. */
export function spansOf(limits: CodeLimit[], today: string): { spans: Span[]; from: number; to: number } {
  const shown = limits.slice(0, kDrawn);
  const days = [moment(today), ...shown.flatMap(({ valid_from, valid_to, superseded_since }) => [valid_from, valid_to, superseded_since].flatMap((day) => (day === null ? [] : [moment(day)])))];
  const from = Math.min(...days) - kYear;
  const to = Math.max(...days) + kYear;
  const spans = shown.map((limit): Span => ({
    label: `${limit.rule_no} ${limit.name} ${limit.limit}`,
    from: limit.valid_from === null ? from : moment(limit.valid_from),
    // The last day counts whole.
    to: limit.valid_to === null ? to : moment(limit.valid_to) + kYear / 365,
    judges: limit.state !== 'reference',
  }));
  return { spans, from, to };
}
