import { Tag, type Tone } from '../../parts/tags';
import type { LogRecord } from '../../queries/use_log';
import { useWords } from '../../words';

function toneOf({ action, result }: LogRecord): Tone {
  if (action === 'denied' || action === 'log_in_failed') return 'warning';
  if (result === '' || result === 'ok') return 'good';
  return result === 'begun' ? 'active' : 'warning';
}

/** What came of it; results that are not named are shown as the service says them. */
export function ResultTag({ record }: { record: LogRecord }) {
  const said = useWords().log;
  if (record.result === '') return <span className="soft">—</span>;
  return <Tag tone={toneOf(record)}>{said.results[record.result] ?? record.result}</Tag>;
}
