// Shares and microseconds as people read them.

/** 0.0831 → "8.3%"; null → "—". */
export const percentText = (share: number | null): string => (share === null ? '—' : `${(share * 100).toFixed(1)}%`);

export interface Duration {
  value: string;
  unit: 'micro' | 'milli' | undefined;
}

/** 87 → 87 µs; 12 345 → 12.3 ms. */
export function durationOf(micros: number | null): Duration {
  if (micros === null) return { value: '—', unit: undefined };
  if (micros < 1000) return { value: String(Math.round(micros)), unit: 'micro' };
  const millis = micros / 1000;
  return { value: millis < 100 ? millis.toFixed(1) : Math.round(millis).toLocaleString('en-US'), unit: 'milli' };
}

/** Requests a minute, with as many digits as say something. */
export function rateText(requests: number, minutes: number): string {
  const rate = requests / minutes;
  return rate === 0 || rate >= 100 ? Math.round(rate).toLocaleString('en-US') : rate.toFixed(rate >= 10 ? 1 : 2);
}

/** The code when there is no name. */
export const nameOf = (one: { fixmedins_code: string; fixmedins_name: string }): string => one.fixmedins_name || one.fixmedins_code;
