import { Link } from 'react-router';

import { HelpMark } from '../../parts/help_mark';
import { countText, Money } from '../../parts/money';
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf, kRecoverable } from './links';

type Row = Overview['institutions']['by_share'][number] | Overview['regions'][number];

const isInstitution = (row: Row): row is Overview['institutions']['by_share'][number] => 'fixmedins_code' in row;
const kPercent = 100;

/** Institutions or regions by what can be recovered from them; each leads to its findings. */
export function Ranked({ data, rows, label }: { data: Overview; rows: Row[]; label: string }) {
  const said = useWords().overview;
  if (rows.length === 0) return <EmptyState title={said.none} />;
  const name = (row: Row) =>
    isInstitution(row) ? (
      <Link to={findingsOf(data, { ...kRecoverable, institution: row.fixmedins_code })}>{row.fixmedins_name || row.fixmedins_code}</Link>
    ) : (
      <Link to={findingsOf(data, { ...kRecoverable, region: row.admdvs })}>{row.admdvs}</Link>
    );
  return (
    <SmallTable<Row>
      label={label}
      columns={[
        { key: 'name', title: said.name, render: name },
        { key: 'count', title: said.count, align: 'end', render: (row) => countText(row.findings) },
        { key: 'amount', title: said.recoverableYuan, align: 'end', render: (row) => <Money yuan={row.recoverable} /> },
        {
          key: 'share',
          title: <>{said.shareOf}<HelpMark about={said.shareOf} text={said.shareHelp} /></>,
          align: 'end',
          render: (row) => (row.share === null ? '—' : `${(row.share * kPercent).toFixed(2)} %`),
        },
      ]}
      rows={rows}
      rowKey={(row) => (isInstitution(row) ? row.fixmedins_code : row.admdvs)}
    />
  );
}
