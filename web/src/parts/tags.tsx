// Small marks with a colour. The colour never says it alone: the word stands beside it.
import './tags.css';

import type { ReactNode } from 'react';

import { useWords } from '../words';

export type Tone = 'grave' | 'warning' | 'slight' | 'good' | 'firm' | 'active' | 'quiet';

export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export type Verdict = 'violation' | 'suspicion' | 'indeterminate';
const gravityTones: Record<number, Tone> = { 1: 'grave', 2: 'warning', 3: 'slight' };

/** How grave in words: what could not be decided is not grave at all. */
export function useGravityText(): (verdict: Verdict, gravity: number | null) => string {
  const { gravities, verdicts } = useWords().common;
  return (verdict, gravity) => (verdict === 'indeterminate' ? verdicts.indeterminate : (gravities[gravity ?? 0] ?? verdicts[verdict]));
}

export function GravityTag({ verdict, gravity }: { verdict: Verdict; gravity: number | null }) {
  const textOf = useGravityText();
  return <Tag tone={verdict === 'indeterminate' ? 'quiet' : (gravityTones[gravity ?? 0] ?? 'quiet')}>{textOf(verdict, gravity)}</Tag>;
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
