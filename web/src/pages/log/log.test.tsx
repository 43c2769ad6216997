import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';

import { json, serviceThat, show } from '../../test_stage';
import { Verification } from './verification';

const whole = { whole: true, records: 1234, broken_seq: null, what: '', head_seq: 1234, head_hash: 'ab'.repeat(32) };

test('the chain is proved only when somebody asks, and says what was found', async () => {
  const asked = serviceThat(() => json(whole));
  await show(<Verification />);
  expect(asked).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: '核验日志链' }));
  const verdict = within(screen.getByRole('status'));
  await verdict.findByText('日志完整');
  expect(verdict.getByText(/共 1,234 条记录/)).toBeDefined();
  verdict.getByText('ab'.repeat(32));
});

test('a broken chain says from where on', async () => {
  serviceThat(() => json({ ...whole, whole: false, broken_seq: 77 }));
  await show(<Verification />, 'en');
  await userEvent.click(screen.getByRole('button', { name: 'Verify the chain' }));
  await screen.findByText('The chain of the log is broken');
  expect(screen.getByText(/Record 77 differs/)).toBeDefined();
});
