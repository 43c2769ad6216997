// Which rules remind, and what becomes of it.
import { Link } from 'react-router';

import { countText } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { SmallTable } from '../../parts/small_table';
import type { TrafficSummary } from '../../queries/use_traffic_summary';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { ReminderBar } from './reminder_bar';
import { useSteadyOrder } from './use_steady_order';

interface Props {
  summary: TrafficSummary;
  institution: string | undefined;
  /** What is looked at: another order of rows belongs to another view. */
  about: string;
}

const keyOf = (row: TrafficSummary['by_rule'][number]) => String(row.rule_no);

export function RuleHits({ summary, institution, about }: Props) {
  const said = useWords().traffic;
  const ruleName = useRuleNames();
  const rows = useSteadyOrder(summary.by_rule, keyOf, about);
  const to = (rule: number) =>
    `/traffic/requests?${new URLSearchParams({ rule: String(rule), ...(institution === undefined ? {} : { institution }) })}`;
  return (
    <div className="traffic-scroll">
      <SmallTable
        label={said.byRule}
        columns={[
          { key: 'rule', title: said.rule, render: (row) => <RuleName number={row.rule_no} name={ruleName(row.rule_no) || row.rule_name} /> },
          { key: 'given', title: said.reminders, align: 'end', render: (row) => <Link to={to(row.rule_no)}>{countText(row.reminders.given)}</Link> },
          { key: 'bar', title: said.feedback, render: (row) => <ReminderBar counts={row.reminders} /> },
        ]}
        rows={rows}
        rowKey={keyOf}
      />
    </div>
  );
}
