import { expect, test } from 'vitest';

import { changeText } from './sums';

test('a change has its sign, and none without something before', () => {
  expect(changeText('110.00', '100.00')).toBe('+10.0 %');
  expect(changeText('75.00', '100.00')).toBe('−25.0 %');
  expect(changeText('5.00', '0.00')).toBeNull();
  expect(changeText(undefined, '1.00')).toBeNull();
});
