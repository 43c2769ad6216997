import { Link } from 'react-router';

import { countText, Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf } from './links';

/** Money in dispute by family of rules. */
export function ByFamily({ data }: { data: Overview }) {
  const words = useWords();
  const said = words.overview;
  const names: Record<string, string> = words.findings.families;
  if (data.by_family.length === 0) return <EmptyState title={said.none} />;
  return (
    <SmallTable
      label={said.byFamily}
      columns={[
        { key: 'name', title: said.name, render: (row) => <Link to={findingsOf(data, { family: row.key })}>{names[row.key] ?? row.key}</Link> },
        { key: 'count', title: said.count, align: 'end', render: (row) => countText(row.findings) },
        { key: 'lines', title: said.lines, align: 'end', render: (row) => countText(row.lines) },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt_distinct_lines} /> },
      ]}
      rows={data.by_family}
      rowKey={(row) => row.key}
    />
  );
}
