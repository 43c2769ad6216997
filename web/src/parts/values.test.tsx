import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';

import { saidIn } from '../api/problem';
import { show } from '../test_stage';
import { Day, durationText, secondsBetween, When } from './day';
import { loadWords } from '../words';
import { Money, moneyText, yuanText } from './money';
import { GravityTag } from './tags';

describe('money', () => {
  test.each([
    ['0.00', '0.00'],
    ['12.30', '12.30'],
    ['999.99', '999.99'],
    ['1000.00', '1,000.00'],
    ['1234567.80', '1,234,567.80'],
    ['-1234.5', '-1,234.50'],
    ['7', '7.00'],
    // More than a double holds: text is not calculated with.
    ['90071992547409931234.56', '90,071,992,547,409,931,234.56'],
    ['1e5', '1e5'],
    ['', ''],
  ])('%s reads %s', (given, read) => expect(moneyText(given)).toBe(read));

  test('of a result is a number of yuan', () => expect(yuanText(133908.5)).toBe('133,908.50'));

  test('that is missing is a dash, not zero', async () => {
    await show(<Money yuan={null} />);
    expect(screen.getByText('—')).toBeTruthy();
  });
});

describe('days', () => {
  test('are shown as they are, in any time zone', async () => {
    await show(
      <>
        <Day day="2026-03-09" />
        <When time="2026-03-09 23:59:31" />
      </>,
    );
    expect(screen.getByText('2026-03-09').getAttribute('dateTime')).toBe('2026-03-09');
    expect(screen.getByText('2026-03-09 23:59').title).toBe('2026-03-09 23:59:31');
  });
  test('span seconds', () => {
    expect(secondsBetween('2026-02-28 23:59:00', '2026-03-01 00:00:15')).toBe(75);
    expect(secondsBetween('2026-02-28 23:59:00', null)).toBeNull();
    expect(secondsBetween('nonsense', '2026-03-01 00:00:15')).toBeNull();
  });
  test.each([
    [0, '0 秒', '0 s'],
    [59.6, '1 分', '1 min'],
    [75, '1 分 15 秒', '1 min 15 s'],
    [3600, '1 小时', '1 h'],
    [36065, '10 小时 1 分', '10 h 1 min'],
  ])('%d s read %s, %s', async (seconds, zh, en) => {
    expect(durationText(seconds, await loadWords('zh'))).toBe(zh);
    expect(durationText(seconds, await loadWords('en'))).toBe(en);
  });
});

test('a sentence of the service is read in one language', () => {
  expect(saidIn('zh', '请先登录 · sign in first')).toBe('请先登录');
  expect(saidIn('en', '请先登录 · sign in first')).toBe('sign in first');
  expect(saidIn('en', 'this login is taken')).toBe('this login is taken');
});

test.each([
  ['zh', '明确违规'],
  ['en', 'Clear violation'],
] as const)('gravity has its word in %s', async (language, word) => {
  await show(<GravityTag verdict="violation" gravity={1} />, language);
  expect(screen.getByText(word)).toBeTruthy();
});

test.each([
  ['zh', ['高度可疑', '轻度可疑', '无法判定']],
  ['en', ['Highly suspicious', 'Slightly suspicious', 'Undecided']],
] as const)('what is suspicious has two grades, and the undecided none, in %s', async (language, texts) => {
  await show(
    <>
      <GravityTag verdict="suspicion" gravity={2} />
      <GravityTag verdict="suspicion" gravity={3} />
      <GravityTag verdict="indeterminate" gravity={2} />
    </>,
    language,
  );
  for (const text of texts) expect(screen.getByText(text)).toBeTruthy();
});
