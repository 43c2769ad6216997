import './jobs.css';

import { countText, yuanText } from '../../parts/money';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { BacktestResult } from '../../queries/use_job_result';
import { useWords } from '../../words';
import { BacktestRules } from './backtest_rules';
import { BacktestSamples } from './backtest_samples';
import { BacktestTouched } from './backtest_touched';

type Measure = BacktestResult['outcome']['total']['findings'];
interface MeasureRow {
  key: string;
  title: string;
  measure: Measure;
  text: (value: number) => string;
}

export function BacktestOutcome({ no, result }: { no: number; result: BacktestResult }) {
  const words = useWords();
  const said = words.jobs.figures;
  const { total } = result.outcome;
  const rows: MeasureRow[] = [
    { key: 'findings', title: said.findings, measure: total.findings, text: countText },
    { key: 'lines', title: said.lines, measure: total.lines, text: countText },
    { key: 'persons', title: said.persons, measure: total.persons, text: countText },
    { key: 'institutions', title: said.institutions, measure: total.institutions, text: countText },
    { key: 'amount', title: `${said.amount} (${words.common.yuan})`, measure: total.vola_amt, text: yuanText },
    { key: 'once', title: `${said.amountOnce} (${words.common.yuan})`, measure: total.vola_amt_distinct_lines, text: yuanText },
    { key: 'fund', title: `${said.fund} (${words.common.yuan})`, measure: total.fund_amt, text: yuanText },
  ];
  const measured = (name: keyof Measure, title: string): SmallColumn<MeasureRow> => ({
    key: name,
    title,
    align: 'end',
    render: (row) => row.text(row.measure[name]),
  });
  const columns: SmallColumn<MeasureRow>[] = [
    { key: 'title', title: '', render: (row) => row.title },
    measured('now', said.now),
    measured('draft', said.draft),
    measured('added', said.added),
    measured('dropped', said.dropped),
    measured('changed', said.changed),
  ];
  return (
    <>
      <SmallTable label={words.jobs.result} columns={columns} rows={rows} rowKey={(row) => row.key} />
      <BacktestRules result={result} />
      <BacktestTouched title={said.institutionsTouched} rows={result.outcome.institutions} isDoctor={false} />
      <BacktestTouched title={said.doctorsTouched} rows={result.outcome.doctors} isDoctor />
      <BacktestSamples result={result} />
      {result.files.includes('changes.csv') && (
        <p className="outcome-versions">
          <a href={`/v1/jobs/${no}/result?file=changes.csv`} download>
            {said.changes}
          </a>
        </p>
      )}
    </>
  );
}
