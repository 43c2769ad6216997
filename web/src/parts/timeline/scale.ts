// Time and pixels: moments are milliseconds of a clock without zones, as bills write them.

export const kDay = 86_400_000;
const kLeast = kDay; // one day is the closest look
const kMost = 3 * 366 * kDay; // three years the widest

export interface Span {
  from: number;
  to: number;
}

/** "2026-03-09" or "2026-03-09 14:05:00" → milliseconds; null when it is missing or no time. */
export function momentOf(text: string | null | undefined): number | null {
  if (!text) return null;
  const moment = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`);
  return Number.isFinite(moment) ? moment : null;
}

export const dayText = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
export const minuteText = (moment: number): string => new Date(moment).toISOString().slice(0, 16).replace('T', ' ');

/** Between one day and three years, around its middle. */
export function bounded({ from, to }: Span): Span {
  const middle = (from + to) / 2;
  const length = Math.min(Math.max(to - from, kLeast), kMost);
  return { from: middle - length / 2, to: middle + length / 2 };
}

/** Closer (factor < 1) or wider, with the moment `at` staying where it is. */
export function zoomed(span: Span, factor: number, at = (span.from + span.to) / 2): Span {
  const length = Math.min(Math.max((span.to - span.from) * factor, kLeast), kMost);
  const share = (at - span.from) / (span.to - span.from);
  const from = at - share * length;
  return { from, to: from + length };
}

/** All moments with a margin, at least a week wide. */
export function spanOf(moments: number[]): Span {
  if (moments.length === 0) return { from: 0, to: 7 * kDay };
  const first = Math.min(...moments);
  const last = Math.max(...moments);
  const margin = Math.max((last - first) * 0.03, kDay);
  const span = { from: first - margin, to: last + margin };
  return span.to - span.from < 7 * kDay ? bounded({ from: (first + last) / 2 - 3.5 * kDay, to: (first + last) / 2 + 3.5 * kDay }) : span;
}

const steps = [3_600_000, 3 * 3_600_000, 6 * 3_600_000, 12 * 3_600_000, kDay, 2 * kDay, 7 * kDay, 14 * kDay];

/** Where marks of the axis stand and what they say: about one for every `pixels`. */
export function ticksOf(span: Span, width: number, pixels = 90): { at: number; text: string }[] {
  const wanted = ((span.to - span.from) / Math.max(width, 1)) * pixels;
  const step = steps.find((one) => one >= wanted);
  if (step !== undefined) {
    const ticks = [];
    for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) {
      ticks.push({ at, text: step < kDay ? minuteText(at).slice(at % kDay === 0 ? 5 : 11, at % kDay === 0 ? 10 : 16) : dayText(at).slice(5) });
    }
    return ticks;
  }
  const months = [1, 2, 3, 6, 12].find((one) => one * 30 * kDay >= wanted) ?? 12;
  const ticks = [];
  const begin = new Date(span.from);
  let month = begin.getUTCFullYear() * 12 + begin.getUTCMonth();
  month = Math.ceil(month / months) * months;
  for (; ; month += months) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > span.to) return ticks;
    if (at >= span.from) ticks.push({ at, text: dayText(at).slice(0, 7) });
  }
}
