import { expect, test } from 'vitest';

import { withMore } from './use_add_to_draft';

const none = { parameters: [], confirmations: [], withdrawals: [], rules: [] };
const parameter = (value: string, more: { region?: string; from?: string | null } = {}) => ({ name: 'readmit_days', value, source: '某文件', ...more });

test('the latest value of the same parameter, region and day counts; another day is another row', () => {
  const kept = { ...none, parameters: [{ ...parameter('31'), region: '61', from: null, unit: 'day' }] };
  expect(withMore(kept, { parameters: [parameter('15')] }, '61').parameters).toEqual([{ ...parameter('15'), region: '61' }]);
  expect(withMore(kept, { parameters: [parameter('15', { from: '2027-01-01' })] }, '61').parameters).toHaveLength(2);
  expect(withMore(kept, { parameters: [parameter('15', { region: '6101' })] }, '61').parameters).toHaveLength(2);
});

test('a point is confirmed or withdrawn, never both', () => {
  const kept = { ...none, confirmations: [{ point_id: 'P1', region: '' }, { point_id: 'P2', region: '' }] };
  const after = withMore(kept, { withdrawals: [{ point_id: 'P1' }] }, '');
  expect(after.confirmations).toEqual([{ point_id: 'P2', region: '' }]);
  expect(after.withdrawals).toEqual([{ point_id: 'P1', region: '' }]);
});

test('a rule is switched once', () => {
  const kept = { ...none, rules: [{ rule_no: 5, on: false, region: '', from: null, source: 'a' }] };
  expect(withMore(kept, { rules: [{ rule_no: 5, on: true, source: 'b' }] }, '').rules).toEqual([{ rule_no: 5, on: true, source: 'b', region: '' }]);
});
