import './traffic.css';

import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { Facts } from '../../parts/facts';
import { Figure, Figures } from '../../parts/figure';
import { HelpMark } from '../../parts/help_mark';
import { countText, Money } from '../../parts/money';
import { PageFrame, Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { GravityTag, Tag } from '../../parts/tags';
import { useReminder, type Reminder } from '../../queries/use_reminder';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { ReminderOrders } from './reminder_orders';
import { durationOf, nameOf } from './texts';

export function ReminderDetail({ id }: { id: string }) {
  const said = useWords().traffic;
  const query = useReminder(id);
  const back = { to: '/traffic/requests', label: said.list };
  if (query.data !== undefined) return <Shown reminder={query.data} back={back} />;
  return (
    <PageFrame title={said.hits} back={back}>
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={420} />}
    </PageFrame>
  );
}

function Shown({ reminder, back }: { reminder: Reminder; back: { to: string; label: string } }) {
  const words = useWords();
  const said = words.traffic;
  const ruleName = useRuleNames();
  const { grounds, request, feedback } = reminder;
  const rule = <RuleName number={reminder.rule_no} name={ruleName(reminder.rule_no) || reminder.rule_name} />;
  const timed = (micros: number | null) => {
    const { value, unit } = durationOf(micros);
    return { value, ...(unit === undefined ? {} : { unit: said[unit] }) };
  };
  return (
    <PageFrame
      title={said.reminder(reminder.rule_no)}
      back={back}
      marks={
        <>
          <GravityTag verdict={grounds?.verdict ?? 'suspicion'} gravity={reminder.sev_deg} />
          {feedback === null ? <Tag tone="quiet">{said.noFeedback}</Tag> : <Tag tone={feedback.heeded ? 'good' : 'warning'}>{said.disposals[feedback.dspo_way] ?? feedback.dspo_way}</Tag>}
        </>
      }
    >
      <div className="traffic-columns">
        <Section title={said.said}>
          {grounds === null ? <p className="soft">{said.noGrounds}</p> : <p className="reminder-sentence foreign">{grounds.vola_cont}</p>}
          <Figures>
            <Figure name={said.amount} help={said.amountHelp} value={<Money yuan={reminder.vola_amt} />} />
            {grounds !== null && <Figure name={said.observed} value={<span className="foreign">{grounds.observed || '—'}</span>} />}
            {grounds !== null && <Figure name={said.limit} value={<span className="foreign">{grounds.limit || '—'}</span>} />}
          </Figures>
          <Facts
            facts={[
              [said.rule, rule],
              ...(grounds === null
                ? []
                : ([
                    [said.basis, grounds.vola_evid],
                    [said.ruleVersion, <span key="v" className="code">{grounds.rule_version}</span>],
                    [said.knowledgeVersion, <span key="k" className="code">{grounds.knowledge_version}</span>],
                  ] as [string, ReactNode][])),
            ]}
          />
        </Section>
        <Section title={said.feedback}>
          {feedback === null ? (
            <p className="soft">{said.noFeedbackYet}</p>
          ) : (
            <Facts
              facts={[
                [said.disposal, said.disposals[feedback.dspo_way] ?? feedback.dspo_way],
                [said.stage, said.stages[feedback.warn_type] ?? feedback.warn_type],
                [said.at, <When key="t" time={feedback.at} />],
                [said.reason, feedback.reason || '—'],
              ]}
            />
          )}
        </Section>
      </div>
      {grounds !== null && (
        <Section title={said.orders} extra={<HelpMark about={said.orders} text={said.ordersHelp} />}>
          <ReminderOrders orders={grounds.orders} />
        </Section>
      )}
      <Section title={said.timings}>
        <Figures>
          <Figure name={said.verdictTime} help={said.medianHelp} {...timed(request.verdict_us)} />
          <Figure name={said.totalTime} help={said.totalTimeHelp} {...timed(request.total_us)} />
          <Figure name={said.lines} help={said.linesHelp} value={countText(request.lines)} />
          <Figure name={said.history} value={countText(request.history_lines)} />
          <Figure name={said.undecided} help={said.undecidedHelp} value={countText(request.undecided)} />
        </Figures>
      </Section>
      <Section title={said.request}>
        <Facts
          facts={[
            [said.institution, <Link key="i" to={`/traffic/requests?institution=${encodeURIComponent(request.fixmedins_code)}`}>{nameOf(request)}</Link>],
            [said.at, <When key="a" time={request.at} />],
            [said.kind, said.kinds[request.transaction]],
            [said.scene, said.scenes[request.trig_scen] ?? (request.trig_scen || '—')],
            [said.doctor, <span key="d" className="code">{request.dr_code || '—'}</span>],
            [said.person, <span key="p"><span className="code">{request.person || '—'}</span><HelpMark about={said.person} text={said.personHelp} /></span>],
            [said.visit, <span key="v" className="code">{request.mdtrt_id || '—'}</span>],
            [said.number, countText(request.number)],
          ]}
        />
      </Section>
      <Section title={said.others}>
        <Others reminder={reminder} />
      </Section>
    </PageFrame>
  );
}

function Others({ reminder }: { reminder: Reminder }) {
  const said = useWords().traffic;
  const ruleName = useRuleNames();
  const others = reminder.request.reminders.filter((one) => one.jr_id !== reminder.jr_id);
  if (others.length === 0) return <p className="soft">{said.noOthers}</p>;
  return (
    <ul className="reminder-others">
      {others.map((one) => (
        <li key={one.jr_id}>
          <Link to={`/traffic/${encodeURIComponent(one.jr_id)}`}>
            {one.rule_no} <span className="foreign">{ruleName(one.rule_no) || one.rule_name}</span>
          </Link>{' '}
          <Money yuan={one.vola_amt} />
        </li>
      ))}
    </ul>
  );
}
