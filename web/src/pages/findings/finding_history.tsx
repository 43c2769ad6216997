// What was done with the finding, and who looked at it.
import { When } from '../../parts/day';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import type { FindingView } from '../../queries/use_finding';
import { useFindingEvents, type FindingEvent } from '../../queries/use_finding_events';
import { useFindingViews } from '../../queries/use_finding_views';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { FindingStateTag } from './finding_marks';
import { RunLink } from './run_link';
import { usePeople } from './use_people';

export function FindingHistory({ finding }: { finding: FindingView }) {
  const words = useWords();
  const said = words.findings.detail;
  const events = useFindingEvents(finding.finding_id);
  const nameOf = usePeople(finding.finding_id);
  if (events.isPending) return <BlockSkeleton height={96} />;
  if (events.isError) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  return (
    <>
      <ol className="history">
        <li>
          <When time={finding.taken_at} /> <strong>{said.found}</strong> <RunLink run={finding.run} />
        </li>
        {events.data.items.map((event) => (
          <Event key={event.version} event={event} nameOf={nameOf} />
        ))}
      </ol>
      <Views id={finding.finding_id} />
    </>
  );
}

function Event({ event, nameOf }: { event: FindingEvent; nameOf: (id: string, step?: string) => string }) {
  const words = useWords();
  const said = words.findings;
  const names: Record<FindingEvent['step'], string> = { ...said.steps, ...said.detail.eventSteps };
  return (
    <li>
      <When time={event.at} /> <strong>{names[event.step]}</strong> <span title={event.account_id}>{nameOf(event.account_id, event.step)}</span>{' '}
      {event.from_state !== event.to_state && <FindingStateTag state={event.to_state} />}
      {event.reason !== '' && <span> {said.reasons[event.reason]}</span>}
      {event.step === 'assign' && <span> {event.assigned === '' ? said.nobody : said.detail.assignedTo(nameOf(event.assigned))}</span>}
      {event.text === null ? <p className="soft">{said.detail.noText}</p> : event.text !== '' && <blockquote className="foreign">{event.text}</blockquote>}
    </li>
  );
}

function Views({ id }: { id: string }) {
  const words = useWords();
  const said = words.findings.detail;
  const may = useMay();
  const views = useFindingViews(id, may('judge_findings'));
  if (views.data === undefined || views.data.items.length === 0) return null;
  // One line a person: how often, and when at last.
  const people = new Map<string, { login: string; role: string; times: number; last: string | null }>();
  for (const one of views.data.items) {
    const person = people.get(one.account_id) ?? { login: one.login, role: one.role, times: 0, last: one.at };
    person.times += 1;
    people.set(one.account_id, person);
  }
  return (
    <>
      <h3 className="views-title">{said.views}</h3>
      <SmallTable
        label={said.views}
        columns={[
          { key: 'who', title: said.who, render: ([, one]) => one.login },
          { key: 'role', title: said.role, render: ([, one]) => words.shell.roles[one.role as keyof typeof words.shell.roles] ?? one.role },
          { key: 'times', title: said.times, align: 'end', render: ([, one]) => said.seenTimes(one.times) },
          { key: 'last', title: said.lastSeen, render: ([, one]) => <When time={one.last} /> },
        ]}
        rows={[...people]}
        rowKey={([account]) => account}
      />
    </>
  );
}
