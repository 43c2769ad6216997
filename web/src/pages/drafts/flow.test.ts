import { expect, test } from 'vitest';

import type { Draft } from '../../queries/use_draft';
import { flowOf, isOutdated } from './flow';

type Event = Draft['events'][number];
const event = (version: number, step: Event['step'], at = `2026-11-28 10:00:0${version}`): Event => ({
  version,
  at,
  account_id: 'u1',
  step,
  from_state: '',
  to_state: 'open',
  reason: '',
});
const draft = (state: Draft['state'], events: Event[], more: Partial<Draft> = {}): Draft => ({
  draft_no: 1,
  title: '',
  region: '',
  author: 'u1',
  state,
  version: events.length,
  made_at: '',
  changed_at: '',
  publisher: '',
  effective_from: null,
  batches: [],
  backtest_job: null,
  shadow_id: null,
  steps: [],
  changes: { parameters: [], confirmations: [], withdrawals: [], rules: [], files: [] },
  events,
  ...more,
});
const told = (one: Draft) => flowOf(one).map(({ step, state }) => `${step} ${state}`);

test('an open draft is next to be proposed; trials are optional', () => {
  expect(told(draft('open', [event(1, 'make')], { backtest_job: 3 }))).toEqual(['make done', 'backtest done', 'shadow later', 'propose now', 'publish later']);
});

test('sent back: it has to be proposed again', () => {
  const back = draft('rejected', [event(1, 'make'), event(2, 'propose'), event(3, 'reject')]);
  expect(told(back)).toContain('propose now');
  expect(flowOf(back).find(({ step }) => step === 'propose')?.event).toBeNull();
});

test('published it can be rolled back, and then all is done', () => {
  const events = [event(1, 'make'), event(2, 'propose'), event(3, 'publish')];
  expect(told(draft('published', events)).slice(-2)).toEqual(['publish done', 'roll_back later']);
  expect(told(draft('rolled_back', [...events, event(4, 'roll_back')])).at(-1)).toBe('roll_back done');
});

test('a trial is outdated by a later change alone', () => {
  const changed = draft('open', [event(1, 'make'), event(2, 'change')]);
  expect(isOutdated(changed, '2026-11-28 10:00:01')).toBe(true);
  expect(isOutdated(changed, '2026-11-28 10:00:03')).toBe(false);
});
