import { Link } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { HelpMark } from '../../parts/help_mark';
import { countText, Money } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import { useFindingGroups } from '../../queries/use_finding_groups';
import type { FindingState } from '../../queries/use_findings';
import type { OwnProfile } from '../../queries/use_own_profile';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { byState } from '../findings/finding_marks';

export function OwnFindings({ profile }: { profile: OwnProfile }) {
  const words = useWords();
  const said = words.own;
  const ruleName = useRuleNames();
  const { fixmedins_code: institution, from, to, findings } = profile;
  const states = useFindingGroups('state', { institution, from, to });
  if (findings === null) return null; // a role that may not read them
  const address = (more: Record<string, string>) => `/findings?${new URLSearchParams({ institution, from, to, ...more })}`;
  // Nothing has no list behind it.
  const open = (count: number, more: Record<string, string>) => (count === 0 ? '0' : <Link to={address(more)}>{countText(count)}</Link>);
  return (
    <Section
      title={said.findings}
      extra={
        <span>
          <span className="soft own-period">{said.period(from, to)}</span>
          <HelpMark about={said.findings} text={said.findingsHelp} />
        </span>
      }
    >
      {findings.totals.findings === 0 ? (
        <EmptyState title={said.noFindings} />
      ) : (
        <>
          <Figures>
            <Figure name={said.count} value={open(findings.totals.findings, {})} />
            <Figure name={said.amount} help={said.amountHelp} value={<Money yuan={findings.totals.vola_amt_distinct_lines} />} unit={words.common.yuan} />
            {byState(states.data?.items).map((row) => (
              <Figure
                key={row.key}
                name={words.findings.states[row.key as FindingState]}
                value={open(row.findings, { state: row.key })}
              />
            ))}
          </Figures>
          <div className="own-rules">
            <SmallTable
              label={said.byRule}
              columns={[
                { key: 'rule', title: said.rule, render: (row) => <RuleName number={row.rule_no} name={ruleName(row.rule_no) || row.rule_name} /> },
                { key: 'count', title: said.count, align: 'end', render: (row) => open(row.findings, { rule: String(row.rule_no) }) },
                { key: 'sum', title: said.sum, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
                { key: 'confirmed', title: said.confirmed, align: 'end', render: (row) => open(row.confirmed, { rule: String(row.rule_no), state: 'confirmed' }) },
                { key: 'dismissed', title: said.dismissed, align: 'end', render: (row) => open(row.dismissed, { rule: String(row.rule_no), state: 'dismissed' }) },
              ]}
              rows={findings.by_rule}
              rowKey={(row) => String(row.rule_no)}
            />
          </div>
        </>
      )}
    </Section>
  );
}
