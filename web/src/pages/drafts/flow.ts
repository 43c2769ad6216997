// Where a draft stands, as the steps that lead to its end.
import type { Draft } from '../../queries/use_draft';

export type FlowStep = 'make' | 'backtest' | 'shadow' | 'propose' | 'publish' | 'roll_back';
export interface FlowPoint {
  step: FlowStep;
  state: 'done' | 'now' | 'later';
  /** Who took it and when, where the draft tells. */
  event: Draft['events'][number] | null;
}

/** The last event that was a step, if the draft has not come back since. */
function lastOf(draft: Draft, step: Draft['events'][number]['step']) {
  return draft.events.findLast((event) => event.step === step) ?? null;
}

export function flowOf(draft: Draft): FlowPoint[] {
  const { state } = draft;
  const isProposed = state === 'proposed' || state === 'published' || state === 'rolled_back';
  const isPublished = state === 'published' || state === 'rolled_back';
  const isOpen = state === 'open' || state === 'rejected';
  const points: FlowPoint[] = [
    { step: 'make', state: 'done', event: lastOf(draft, 'make') },
    { step: 'backtest', state: draft.backtest_job === null ? 'later' : 'done', event: null },
    { step: 'shadow', state: draft.shadow_id === null ? 'later' : 'done', event: null },
    { step: 'propose', state: isProposed ? 'done' : isOpen ? 'now' : 'later', event: isProposed ? lastOf(draft, 'propose') : null },
    { step: 'publish', state: isPublished ? 'done' : state === 'proposed' ? 'now' : 'later', event: isPublished ? lastOf(draft, 'publish') : null },
  ];
  if (isPublished) {
    points.push({ step: 'roll_back', state: state === 'rolled_back' ? 'done' : 'later', event: lastOf(draft, 'roll_back') });
  }
  return points;
}

/** Whether a trial that was asked for then is no longer of what the draft says. */
export const isOutdated = (draft: Draft, askedAt: string): boolean =>
  draft.events.some((event) => event.step === 'change' && event.at > askedAt);
