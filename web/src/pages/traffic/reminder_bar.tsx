// Heeded, went on, no feedback, as parts of a bar; the numbers stand beside it, so that the colour says nothing alone.
import type { TrafficSummary } from '../../queries/use_traffic_summary';
import { useWords } from '../../words';

export function ReminderBar({ counts }: { counts: TrafficSummary['reminders'] }) {
  const said = useWords().traffic;
  const parts = [
    ['heeded', counts.heeded, said.heeded],
    ['ignored', counts.ignored, said.ignored],
    ['open', counts.no_feedback, said.noFeedback],
  ] as const;
  return (
    <div className="reminder-bar">
      <div className="reminder-bar-parts" aria-hidden="true">
        {parts.map(([name, count]) => count > 0 && <i key={name} className={`reminder-${name}`} style={{ flexGrow: count }} />)}
      </div>
      <span>{parts.map(([, count, label]) => `${label} ${count}`).join(' · ')}</span>
    </div>
  );
}
