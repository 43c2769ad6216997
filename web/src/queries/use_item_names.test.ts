import { expect, test } from 'vitest';

import { nameAmong } from './use_item_names';

const limit = (codes: string[], name: string, value = '', value_name = '') => ({ codes, name, value, value_name });

test('a name is of this code, never of a code above it', () => {
  expect(nameAmong([limit(['0031'], '透析'), limit(['003110'], '血液透析')], '003110')).toBe('血液透析');
  expect(nameAmong([limit(['0031'], '透析')], '003110')).toBeUndefined();
  expect(nameAmong([], '003110')).toBeUndefined();
  expect(nameAmong([limit(['XA02BCA084A012'], '艾普拉唑肠溶片')], 'XA02BCA084')).toBe('艾普拉唑肠溶片');
});

test('the other item of a pair has its name too', () => {
  expect(nameAmong([limit(['003110'], '血液灌流', '003120', '血液透析')], '003120')).toBe('血液透析');
  expect(nameAmong([limit(['003110'], '血液灌流', '003120', '')], '003120')).toBeUndefined();
});
