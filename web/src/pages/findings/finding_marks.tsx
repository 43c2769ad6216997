import { StateTag, type Tone } from '../../parts/tags';
import type { FindingState } from '../../queries/use_findings';
import { useWords } from '../../words';

/** In the order of the work. */
export const findingStates = ['new', 'asked', 'answered', 'confirmed', 'dismissed'] as const;

export const byState = <Row extends { key: string }>(rows: Row[] | undefined): Row[] =>
  findingStates.flatMap((state) => rows?.filter((row) => row.key === state) ?? []);

// Red and amber beside them are the gravity's: a state has where the work stands. Teal waits for the bureau, grey for nobody here.
const tones: Record<FindingState, Tone> = {
  new: 'active',
  asked: 'quiet',
  answered: 'active',
  confirmed: 'firm',
  dismissed: 'quiet',
};

export function FindingStateTag({ state }: { state: FindingState }) {
  const words = useWords();
  return <StateTag state={state} names={words.findings.states} tones={tones} />;
}
