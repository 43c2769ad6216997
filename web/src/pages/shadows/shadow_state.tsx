import { StateTag, type Tone } from '../../parts/tags';
import type { ShadowRow } from '../../queries/use_shadows';
import { useWords } from '../../words';

const tones: Record<ShadowRow['state'], Tone> = { running: 'active', failed: 'grave' };

export function ShadowState({ state }: { state: ShadowRow['state'] }) {
  const words = useWords();
  return <StateTag state={state} names={words.shadows.states} tones={tones} />;
}
