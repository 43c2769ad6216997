// What speaks for the accused: gathered from the facts at hand, so that nobody decides without having seen it.
import type { FindingView } from '../../queries/use_finding';
import { useFindingEvents } from '../../queries/use_finding_events';
import { useFindingFiles } from '../../queries/use_finding_files';
import { useWords } from '../../words';

export function Defence({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings.detail;
  const events = useFindingEvents(finding.finding_id);
  const files = useFindingFiles(finding.finding_id);
  const points: { key: string; text: string; quote?: string | null }[] = [];
  if (finding.gone) points.push({ key: 'gone', text: said.goneNow });
  if (finding.verdict === 'suspicion') points.push({ key: 'suspicion', text: said.suspicion });
  if (finding.verdict === 'indeterminate') points.push({ key: 'indeterminate', text: said.indeterminate });
  const facts = [...finding.lines, ...finding.related_lines].map((line) => line.fact);
  const missing = facts.filter((fact) => fact === null).length;
  if (missing > 0) points.push({ key: 'missing', text: said.missingFacts(missing) });
  const refunded = facts.filter((fact) => fact !== null && (!fact.valid || fact.init_feedetl_sn !== '')).length;
  if (refunded > 0) points.push({ key: 'refunded', text: said.refunded(refunded) });
  for (const event of events.data?.items ?? []) {
    if (event.step === 'answer') points.push({ key: `a${event.version}`, text: said.answered, quote: event.text });
    if (event.step === 'dismiss') {
      const reason = event.reason === '' ? '' : words.findings.reasons[event.reason];
      points.push({ key: `d${event.version}`, text: `${said.dismissedBefore}：${reason}`, quote: event.text });
    }
  }
  const given = files.data?.items.length ?? 0;
  if (given > 0) points.push({ key: 'files', text: said.filesGiven(given) });
  if (points.length === 0) return <p className="soft">{said.defenceNone}</p>;
  return (
    <ul className="defence">
      {points.map(({ key, text, quote }) => (
        <li key={key}>
          {text}
          {quote && <blockquote className="foreign">{quote}</blockquote>}
        </li>
      ))}
    </ul>
  );
}
