import { Link } from 'react-router';

import { countText, Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import { gravities, useGravityTotals } from '../../queries/use_gravity_totals';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf } from './links';

/** Money in dispute by the three grades of the national interface. */
export function ByGravity({ data }: { data: Overview }) {
  const said = useWords().overview;
  const { rows, error, refetch } = useGravityTotals({
    from: data.now.from,
    to: data.now.to,
    ...(data.region === '' ? {} : { region: data.region }),
  });
  if (error !== null) return <ErrorState error={error} onRetry={refetch} />;
  if (rows.length < gravities.length) return <BlockSkeleton height={140} />;
  return (
    <SmallTable
      label={said.byGravity}
      columns={[
        {
          key: 'name',
          title: said.name,
          render: (row) => (
            <Link to={findingsOf(data, { sev_deg: String(row.gravity) })}>
              <GravityTag verdict="suspicion" gravity={row.gravity} />
            </Link>
          ),
        },
        { key: 'count', title: said.count, align: 'end', render: (row) => countText(row.findings) },
        { key: 'lines', title: said.lines, align: 'end', render: (row) => countText(row.lines) },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt_distinct_lines} /> },
      ]}
      rows={rows}
      rowKey={(row) => String(row.gravity)}
    />
  );
}
