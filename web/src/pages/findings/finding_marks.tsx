import { StateTag, Tag, type Tone } from '../../parts/tags';
import type { FindingState } from '../../queries/use_findings';
import { useWords } from '../../words';

const tones: Record<FindingState, Tone> = {
  new: 'active',
  asked: 'warning',
  answered: 'active',
  confirmed: 'grave',
  dismissed: 'quiet',
};

export function FindingStateTag({ state }: { state: FindingState }) {
  const words = useWords();
  return <StateTag state={state} names={words.findings.states} tones={tones} />;
}

export function GravityTag({ gravity }: { gravity: number }) {
  const words = useWords();
  const tone: Tone = gravity === 1 ? 'grave' : gravity === 2 ? 'warning' : 'quiet';
  return <Tag tone={tone}>{words.findings.gravities[gravity] ?? gravity}</Tag>;
}
