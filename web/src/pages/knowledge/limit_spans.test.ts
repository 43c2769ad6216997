import { expect, test } from 'vitest';

import type { CodeLimit } from '../../queries/use_limits';
import { kDrawn, spansOf } from './limit_spans';

const limit = (more: Partial<CodeLimit>): CodeLimit => ({
  point_id: 'P',
  rule_no: 1,
  name: '某药',
  codes: [],
  limit: '限工伤保险',
  value: '',
  value_name: '',
  num: null,
  num2: null,
  unit: '',
  scope: '',
  needs_condition: false,
  state: 'official',
  state_name: '',
  region: '',
  valid_from: null,
  valid_to: null,
  known_since: null,
  basis: '',
  superseded_by: null,
  superseded_since: null,
  ...more,
});
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

test('one limit follows the other without a gap: the last day counts whole', () => {
  const { spans, from, to } = spansOf([limit({ valid_to: '2026-01-27' }), limit({ valid_from: '2026-01-28' })], '2026-11-28');
  expect(spans.map((span) => [span.from, span.to])).toEqual([
    [from, day('2026-01-28')],
    [day('2026-01-28'), to],
  ]);
  expect(from).toBeLessThan(day('2026-01-27'));
  expect(to).toBeGreaterThan(day('2026-11-28'));
});

test('a reference point does not judge; a picture has an end', () => {
  expect(spansOf([limit({ state: 'reference' })], '2026-11-28').spans[0]?.judges).toBe(false);
  expect(spansOf(Array.from({ length: 90 }, () => limit({})), '2026-11-28').spans).toHaveLength(kDrawn);
});
