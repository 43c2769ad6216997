// Who asks, who has fallen silent, who is switched off, and whose reminders are heeded.
import { Button } from 'antd';
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { countText } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import { StateTag, type Tone } from '../../parts/tags';
import type { AskingInstitution } from '../../queries/use_asking_institutions';
import { useWords } from '../../words';
import { nameOf, percentText } from './texts';

type State = AskingInstitution['state'];
const tones: Record<State, Tone> = { asking: 'good', silent: 'warning', off: 'quiet', unset: 'grave' };
const order: State[] = ['silent', 'unset', 'asking', 'off'];

interface Props {
  data: { items: AskingInstitution[]; complete: boolean };
  only: string | undefined;
  onPick: (code: string) => void;
}

export function Askers({ data, only, onPick }: Props) {
  const said = useWords().traffic;
  // What needs a call comes first; otherwise by code, so that a refresh moves nothing.
  const rows = data.items
    .filter((one) => only === undefined || one.fixmedins_code === only)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.fixmedins_code.localeCompare(b.fixmedins_code));
  if (rows.length === 0) return <EmptyState title={said.noAskers} hint={said.noAskersHint} />;
  const open = (one: AskingInstitution, count: number, more: Record<string, string> = {}) =>
    count === 0 ? '0' : <Link to={`/traffic/requests?${new URLSearchParams({ institution: one.fixmedins_code, ...more })}`}>{countText(count)}</Link>;
  const withHelp = (title: string, text: string) => (
    <>
      {title}
      <HelpMark about={title} text={text} />
    </>
  );
  return (
    <div className="traffic-scroll traffic-askers">
      {!data.complete && <p className="hint">{said.incomplete}</p>}
      <SmallTable
        label={said.askers}
        columns={[
          {
            key: 'name',
            title: said.institution,
            render: (one) => (
              <Button type="link" size="small" className="traffic-name" title={said.oneInstitution(nameOf(one))} onClick={() => onPick(one.fixmedins_code)}>
                {nameOf(one)}
              </Button>
            ),
          },
          {
            key: 'state',
            title: said.state,
            render: (one) => (
              <span title={said.stateHelp[one.state]}>
                <StateTag state={one.state} names={said.states} tones={tones} />
              </span>
            ),
          },
          { key: 'last', title: said.lastAsked, render: (one) => <When time={one.last_asked} /> },
          { key: 'day', title: `${said.requests} · ${said.day}`, align: 'end', render: (one) => open(one, one.requests_24h) },
          { key: 'week', title: `${said.requests} · ${said.week}`, align: 'end', render: (one) => open(one, one.requests_7d) },
          { key: 'failed', title: withHelp(said.failedWeek, said.failedHelp), align: 'end', render: (one) => countText(one.failed_7d) },
          { key: 'warned', title: withHelp(said.warnedShare, said.warnedShareHelp), align: 'end', render: (one) => percentText(one.warned_share) },
          { key: 'reminders', title: said.reminders, align: 'end', render: (one) => open(one, one.reminders_7d, { reminders: 'true' }) },
          { key: 'feedback', title: withHelp(said.feedbackShare, said.feedbackShareHelp), align: 'end', render: (one) => percentText(one.feedback_share) },
          { key: 'heeded', title: withHelp(said.heededShare, said.heededShareHelp), align: 'end', render: (one) => percentText(one.heeded_share) },
        ]}
        rows={rows}
        rowKey={(one) => one.fixmedins_code}
      />
    </div>
  );
}
