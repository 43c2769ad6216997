import { Link } from 'react-router';

import { countText, Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf } from './links';

/** Money in dispute by verdict or by family of rules. */
export function Shares({ data, by }: { data: Overview; by: 'verdict' | 'family' }) {
  const words = useWords();
  const said = words.overview;
  const names: Record<string, string> = by === 'verdict' ? words.common.verdicts : words.findings.families;
  const rows = by === 'verdict' ? data.by_verdict : data.by_family;
  if (rows.length === 0) return <EmptyState title={said.none} />;
  return (
    <SmallTable
      label={by === 'verdict' ? said.byVerdict : said.byFamily}
      columns={[
        { key: 'name', title: said.name, render: (row) => <Link to={findingsOf(data, { [by]: row.key })}>{names[row.key] ?? row.key}</Link> },
        { key: 'count', title: said.count, align: 'end', render: (row) => countText(row.findings) },
        { key: 'lines', title: said.lines, align: 'end', render: (row) => countText(row.lines) },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt_distinct_lines} /> },
      ]}
      rows={rows}
      rowKey={(row) => row.key}
    />
  );
}
