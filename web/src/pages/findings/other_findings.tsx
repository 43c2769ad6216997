import { Link } from 'react-router';

import { Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import { useSameLines } from '../../queries/use_finding';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { FindingStateTag } from './finding_marks';

export function OtherFindings({ id }: { id: string }) {
  const words = useWords();
  const said = words.findings;
  const nameOf = useRuleNames();
  const others = useSameLines(id);
  if (others.isPending) return <BlockSkeleton height={60} />;
  if (others.isError) return <ErrorState error={others.error} onRetry={() => void others.refetch()} />;
  if (others.data.items.length === 0) return <p className="soft">{said.detail.noOthers}</p>;
  return (
    <SmallTable
      label={said.detail.others}
      columns={[
        { key: 'rule', title: said.rule, render: (row) => <Link to={`/findings/${row.finding_id}`}>{row.rule_no} {nameOf(row.rule_no) || row.rule_name}</Link> },
        { key: 'gravity', title: said.gravity, render: (row) => <GravityTag verdict={row.verdict} gravity={row.sev_deg} /> },
        { key: 'state', title: said.state, render: (row) => <FindingStateTag state={row.state} /> },
        { key: 'content', title: said.content, render: (row) => row.vola_cont },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
      ]}
      rows={others.data.items}
      rowKey={(row) => row.finding_id}
    />
  );
}
