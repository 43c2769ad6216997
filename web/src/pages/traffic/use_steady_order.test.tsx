import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';

import { durationOf, percentText, rateText } from './texts';
import { useSteadyOrder } from './use_steady_order';

const keyOf = (row: { key: string }) => row.key;
const rowsOf = (keys: string) => [...keys].map((key) => ({ key }));

test('rows stay where they are when figures change their order, and new ones come last', () => {
  const { result, rerender } = renderHook(({ keys, about }) => useSteadyOrder(rowsOf(keys), keyOf, about).map(keyOf).join(''), {
    initialProps: { keys: 'bca', about: '60' },
  });
  expect(result.current).toBe('bca');
  rerender({ keys: 'abc', about: '60' });
  expect(result.current).toBe('bca');
  rerender({ keys: 'dac', about: '60' });
  expect(result.current).toBe('cad');
  rerender({ keys: 'abcd', about: '60' });
  expect(result.current).toBe('bcad');
  rerender({ keys: 'abcd', about: '15' });
  expect(result.current).toBe('abcd');
});

test.each([
  [null, '—', undefined],
  [87, '87', 'micro'],
  [999.6, '1000', 'micro'],
  [12_345, '12.3', 'milli'],
  [1_234_567, '1,235', 'milli'],
])('%s microseconds are read as %s', (micros, value, unit) => {
  expect(durationOf(micros)).toEqual({ value, unit });
});

test('shares and rates', () => {
  expect(percentText(null)).toBe('—');
  expect(percentText(0)).toBe('0.0%');
  expect(percentText(0.0831)).toBe('8.3%');
  expect(rateText(0, 60)).toBe('0');
  expect(rateText(3, 60)).toBe('0.05');
  expect(rateText(1200, 60)).toBe('20.0');
  expect(rateText(120_000, 60)).toBe('2,000');
});
