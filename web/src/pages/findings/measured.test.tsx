import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';

import { show } from '../../test_stage';
import { Measured, numberIn } from './measured';

test('a value is drawn only when it is one number', () => {
  expect(numberIn('36天')).toBe(36);
  expect(numberIn('一个疗程不超过30天')).toBe(30);
  expect(numberIn('3.5 次')).toBe(3.5);
  expect(numberIn('男')).toBeNull();
  expect(numberIn('2026-01-01')).toBeNull();
});

test('both values are on one scale, in words too', async () => {
  await show(<Measured observed="36天" limit="不超过30天" />);
  expect(screen.getByText('36天')).toBeTruthy();
  const bars = [...document.querySelectorAll<HTMLElement>('.measured i')].map((bar) => Number.parseFloat(bar.style.width));
  expect(bars).toHaveLength(2);
  expect((bars[1] ?? 0) / (bars[0] ?? 1)).toBeCloseTo(30 / 36);
});

test('without numbers there are words alone', async () => {
  await show(<Measured observed="男" limit="女" />);
  expect(document.querySelectorAll('.measured i')).toHaveLength(0);
});
