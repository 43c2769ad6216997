import { StateTag, type Tone } from '../../parts/tags';
import type { RuleState as State } from '../../queries/use_rules';
import { useWords } from '../../words';

const tones: Record<State, Tone> = { on: 'good', off: 'warning', without_knowledge: 'quiet', absent: 'quiet' };

export function RuleState({ state }: { state: State }) {
  const words = useWords();
  return <StateTag state={state} names={words.rules.states} tones={tones} />;
}
