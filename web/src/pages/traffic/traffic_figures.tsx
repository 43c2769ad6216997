// The period in figures; each leads to the requests behind it.
import { Link } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { countText } from '../../parts/money';
import type { TrafficSummary } from '../../queries/use_traffic_summary';
import { useWords } from '../../words';
import { durationOf, percentText, rateText } from './texts';

interface Props {
  summary: TrafficSummary;
  institution: string | undefined;
}

export function TrafficFigures({ summary, institution }: Props) {
  const words = useWords();
  const said = words.traffic;
  const { reminders } = summary;
  const answered = reminders.heeded + reminders.ignored;
  const ofAnswered = (count: number) => (answered === 0 ? '—' : said.ofAnswered(percentText(count / answered)));
  const search = (more: Record<string, string>) => {
    const text = new URLSearchParams({ ...(institution === undefined ? {} : { institution }), ...more }).toString();
    return text === '' ? '/traffic/requests' : `/traffic/requests?${text}`;
  };
  const all = search({});
  const warned = search({ reminders: 'true' });
  const open = (to: string, count: number) => <Link to={to}>{countText(count)}</Link>;
  const timed = (micros: number | null) => {
    const { value, unit } = durationOf(micros);
    return { value, ...(unit === undefined ? {} : { unit: said[unit] }) };
  };
  return (
    <Figures>
      <Figure
        name={said.requests}
        help={said.requestsHelp}
        value={open(all, summary.requests)}
        note={said.perMinute(rateText(summary.requests, summary.minutes))}
      />
      <Figure
        name={said.warned}
        help={said.warnedHelp}
        value={open(warned, summary.warned)}
        note={said.share(percentText(summary.warned_share))}
      />
      <Figure name={said.reminders} value={open(warned, reminders.given)} />
      <Figure name={said.heeded} help={said.heededHelp} value={open(warned, reminders.heeded)} note={ofAnswered(reminders.heeded)} />
      <Figure name={said.ignored} help={said.ignoredHelp} value={open(warned, reminders.ignored)} note={ofAnswered(reminders.ignored)} />
      <Figure name={said.noFeedback} help={said.noFeedbackHelp} value={open(warned, reminders.no_feedback)} />
      <Figure name={said.failed} help={said.failedHelp} value={open(all, summary.failed)} />
      <Figure name={said.median} help={said.medianHelp} {...timed(summary.verdict_us_p50)} />
      <Figure name={said.slowest} help={said.slowestHelp} {...timed(summary.verdict_us_p99)} />
    </Figures>
  );
}
