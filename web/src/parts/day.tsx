// Days and moments as the service writes them: Beijing time, "2026-03-09" and "2026-03-09 14:05:00". They are shown as they are:
// a date on a bill has no time zone.

import type { Words } from '../words';

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?/;

export function Day({ day }: { day: string | null | undefined }) {
  const found = day ? pattern.exec(day) : null;
  if (!found) return <span className="soft">—</span>;
  return <time dateTime={found[1]}>{found[1]}</time>;
}

/** Day and minute; the seconds stand in the title. */
export function When({ time }: { time: string | null | undefined }) {
  const found = time ? pattern.exec(time) : null;
  if (!found) return <span className="soft">—</span>;
  const [, day, minute] = found;
  return (
    <time dateTime={time?.replace(' ', 'T')} title={time ?? undefined}>
      {minute === undefined ? day : `${day} ${minute}`}
    </time>
  );
}

/** Seconds from one moment to another; null when one is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (!from || !to) return null;
  const seconds = (Date.parse(`${to.replace(' ', 'T')}Z`) - Date.parse(`${from.replace(' ', 'T')}Z`)) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}

/** 75 → "1 min 15 s"; the units are words. */
export function durationText(seconds: number, words: Words): string {
  const { hours, minutes, seconds: secs } = words.common.duration;
  const units = [hours, minutes, secs];
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const text = parts.flatMap((count, i) => (count > 0 ? [`${count} ${units[i]}`] : []));
  return text.length === 0 ? `0 ${secs}` : text.slice(0, 2).join(' ');
}
