import { Link } from 'react-router';

import { When } from '../../parts/day';
import { Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import type { Overview } from '../../queries/use_overview';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

export function Gravest({ findings }: { findings: Overview['gravest'] }) {
  const words = useWords();
  const said = words.findings;
  const nameOf = useRuleNames();
  if (findings.length === 0) return <EmptyState title={words.overview.none} />;
  return (
    <SmallTable
      label={words.overview.gravest}
      columns={[
        { key: 'rule', title: said.rule, render: (row) => <Link to={`/findings/${row.finding_id}`}>{row.rule_no} {nameOf(row.rule_no) || row.rule_name}</Link> },
        { key: 'gravity', title: said.gravity, render: (row) => <GravityTag verdict={row.verdict} gravity={row.sev_deg} /> },
        { key: 'institution', title: said.institution, render: (row) => row.fixmedins_name || row.fixmedins_code },
        { key: 'content', title: said.content, render: (row) => row.vola_cont },
        { key: 'begin', title: said.begin, render: (row) => <When time={row.begin_time} /> },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
      ]}
      rows={findings}
      rowKey={(row) => row.finding_id}
    />
  );
}
