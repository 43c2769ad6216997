// Small marks with a colour. The colour never says it alone: the word stands beside it.
import './tags.css';

import type { ReactNode } from 'react';

import { useWords } from '../words';

export type Tone = 'grave' | 'warning' | 'good' | 'active' | 'quiet';

export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export type Verdict = 'violation' | 'suspicion' | 'indeterminate';
const toneOfVerdict: Record<Verdict, Tone> = { violation: 'grave', suspicion: 'warning', indeterminate: 'quiet' };

export function VerdictTag({ verdict }: { verdict: Verdict }) {
  const words = useWords();
  return <Tag tone={toneOfVerdict[verdict]}>{words.common.verdicts[verdict]}</Tag>;
}

interface StateTagProps<State extends string> {
  state: State;
  names: Record<State, string>;
  tones: Record<State, Tone>;
}

/** The state of anything that has states: its names come from the words, its tones from who knows what they mean. */
export function StateTag<State extends string>({ state, names, tones }: StateTagProps<State>) {
  return <Tag tone={tones[state]}>{names[state]}</Tag>;
}
