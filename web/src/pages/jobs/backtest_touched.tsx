import { countText, yuanText } from '../../parts/money';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { BacktestResult } from '../../queries/use_job_result';
import { useWords } from '../../words';

type Row = BacktestResult['outcome']['institutions'][number];

/** Institutions or doctors whose findings would differ. */
export function BacktestTouched({ title, rows, isDoctor }: { title: string; rows: Row[]; isDoctor: boolean }) {
  const words = useWords();
  const said = words.jobs.figures;
  if (rows.length === 0) return null;
  const columns: SmallColumn<Row>[] = [
    ...(isDoctor ? [{ key: 'code', title: said.doctor, render: (row: Row) => <span className="code">{row.code}</span> }] : []),
    { key: 'institution', title: said.institution, render: (row) => row.fixmedins_name || row.fixmedins_code },
    { key: 'added', title: said.added, align: 'end', render: (row) => countText(row.added) },
    { key: 'dropped', title: said.dropped, align: 'end', render: (row) => countText(row.dropped) },
    { key: 'changed', title: said.changed, align: 'end', render: (row) => countText(row.changed) },
    { key: 'vola_added', title: `${said.amountAdded} (${words.common.yuan})`, align: 'end', render: (row) => yuanText(row.vola_added) },
    { key: 'vola_dropped', title: `${said.amountDropped} (${words.common.yuan})`, align: 'end', render: (row) => yuanText(row.vola_dropped) },
  ];
  return (
    <>
      <h3 className="outcome-title">
        {title} {countText(rows.length)}
      </h3>
      <SmallTable label={title} columns={columns} rows={rows} rowKey={(row) => `${row.fixmedins_code} ${row.code}`} />
    </>
  );
}
