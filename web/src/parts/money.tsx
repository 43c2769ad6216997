// Money as the service writes it ("1234.50"): yuan with separators, never through floating point.

/** "1234567.80" → "1,234,567.80". Anything that is no amount stays as it is. */
export function moneyText(yuan: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(yuan);
  if (parts === null) return yuan;
  const [, sign = '', whole = '', cents = ''] = parts;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')}`;
}

/** Results of jobs hold money as JSON numbers of yuan with two decimals. */
export const yuanText = (amount: number): string => moneyText(amount.toFixed(2));

export const countText = (count: number): string => count.toLocaleString('en-US');

export function Money({ yuan }: { yuan: string | null | undefined }) {
  if (yuan === null || yuan === undefined || yuan === '') return <span className="number soft">—</span>;
  return <span className="number">{moneyText(yuan)}</span>;
}

export function Count({ value }: { value: number }) {
  return <span className="number">{countText(value)}</span>;
}
