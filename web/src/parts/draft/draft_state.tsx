import type { DraftState as State } from '../../queries/use_drafts';
import { useWords } from '../../words';
import { StateTag, type Tone } from '../tags';

const tones: Record<State, Tone> = {
  open: 'active',
  proposed: 'active',
  rejected: 'grave',
  published: 'good',
  rolled_back: 'quiet',
  discarded: 'quiet',
};

export function DraftState({ state }: { state: State }) {
  const words = useWords();
  return <StateTag state={state} names={words.drafts.states} tones={tones} />;
}
