// What waits for an answer, at the top of everything.
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { countText, Money } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { useAskedFindings } from '../../queries/use_asked_findings';
import { useFindingTotals } from '../../queries/use_finding_totals';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

export function Asked({ institution }: { institution: string }) {
  const words = useWords();
  const said = words.own;
  const ruleName = useRuleNames();
  const asked = useAskedFindings(institution);
  const totals = useFindingTotals({ institution, state: 'asked' });
  const count = totals.data?.findings ?? 0;
  return (
    <Section
      title={said.asked}
      extra={
        <span>
          {count > 0 && (
            <Link to={`/findings?${new URLSearchParams({ state: 'asked', institution })}`}>{said.moreAsked(countText(count))}</Link>
          )}
          <HelpMark about={said.asked} text={said.askedHelp} />
        </span>
      }
    >
      {asked.data === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
        ) : (
          <BlockSkeleton height={140} />
        )
      ) : asked.data.items.length === 0 ? (
        <div className="own-nothing">
          <EmptyState title={said.askedNone} hint={said.askedNoneHint} />
        </div>
      ) : (
        <SmallTable
          label={said.asked}
          columns={[
            { key: 'rule', title: said.rule, render: (row) => <RuleName number={row.rule_no} name={ruleName(row.rule_no) || row.rule_name} /> },
            { key: 'content', title: words.findings.content, render: (row) => <span className="own-content">{row.vola_cont}</span> },
            { key: 'begin', title: words.findings.begin, render: (row) => <span className="own-whole"><When time={row.begin_time} /></span> },
            { key: 'amount', title: said.sum, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
            {
              key: 'open',
              title: <span className="unseen">{said.answer}</span>,
              align: 'end',
              render: (row) => <Link className="own-whole" to={`/findings/${encodeURIComponent(row.finding_id)}`}>{said.answer}</Link>,
            },
          ]}
          rows={asked.data.items}
          rowKey={(row) => row.finding_id}
        />
      )}
    </Section>
  );
}
