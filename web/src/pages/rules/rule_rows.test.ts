import { expect, test } from 'vitest';

import type { RuleRow } from '../../queries/use_rules';
import { chosenRules } from './rule_rows';

const none = { all: 0, official: 0, listed: 0, confirmed: 0, reference: 0, needs_condition: 0, judging: 0 };
const rule = (number: number, more: Partial<RuleRow> = {}): RuleRow => ({
  number,
  code: `GZ${number}`,
  name_zh: `规则${number}`,
  name_en: `Rule ${number}`,
  class_zh: '政策类/药品政策限定类',
  slug: null,
  version: null,
  verdict: 'violation',
  severity: 1,
  state: 'on',
  points: none,
  parameters: [],
  findings: null,
  reminders: null,
  ...more,
});
const figures = (count: number, vola_amt: string, confirmed_share: number | null = null) => ({
  count,
  vola_amt,
  fund_amt: '0.00',
  confirmed: 0,
  dismissed: 0,
  confirmed_share,
  dismissed_share: null,
});
const rules = [
  rule(1, { findings: figures(2, '900.00', 0) }),
  rule(11, { class_zh: '管理类/药品监管类', parameters: ['stock_tol'], findings: figures(7, '100.00') }),
  rule(21, { state: 'off', verdict: 'suspicion', severity: 3, findings: figures(0, '0.00', 0.5) }),
];
const numbers = (filters: Parameters<typeof chosenRules>[1]) => chosenRules(rules, filters).map(({ number }) => number);

test('a number is that rule alone; a text is part of a name or a parameter', () => {
  expect(numbers({ text: '1' })).toEqual([1]);
  expect(numbers({ text: '规则2' })).toEqual([21]);
  expect(numbers({ text: 'STOCK' })).toEqual([11]);
});

test('by family, state, gravity and hits', () => {
  expect(numbers({ family: 'management' })).toEqual([11]);
  expect(numbers({ state: 'off', gravity: '3' })).toEqual([21]);
  expect(numbers({ hits: '1' })).toEqual([1, 11]);
});

test('the largest first; a share that is not known comes last, nought before it', () => {
  expect(numbers({ sort: 'amount' })).toEqual([1, 11, 21]);
  expect(numbers({ sort: 'findings' })).toEqual([11, 1, 21]);
  expect(numbers({ sort: 'confirmed' })).toEqual([21, 1, 11]);
  expect(numbers({ sort: 'nonsense' })).toEqual([1, 11, 21]);
});
