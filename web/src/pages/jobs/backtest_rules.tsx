import { countText, yuanText } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { BacktestResult } from '../../queries/use_job_result';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

type Figures = BacktestResult['outcome']['by_rule'][string];
type Row = Figures & { number: number };
const differs = ({ findings }: Figures) => findings.added + findings.dropped + findings.changed > 0;

/** The rules whose findings would differ; the others are as they were. */
export function BacktestRules({ result }: { result: BacktestResult }) {
  const words = useWords();
  const said = words.jobs.figures;
  const nameOf = useRuleNames();
  const rows = Object.entries(result.outcome.by_rule)
    .filter(([, figures]) => differs(figures))
    .map(([number, figures]): Row => ({ ...figures, number: Number(number) }))
    .sort((a, b) => a.number - b.number);
  const count = (key: 'now' | 'draft' | 'added' | 'dropped' | 'changed', title: string): SmallColumn<Row> => ({
    key,
    title,
    align: 'end',
    render: (row) => countText(row.findings[key]),
  });
  const money = (key: 'added' | 'dropped', title: string): SmallColumn<Row> => ({
    key: `${key}_amount`,
    title: `${title} (${words.common.yuan})`,
    align: 'end',
    render: (row) => yuanText(row.vola_amt[key]),
  });
  const columns = [
    { key: 'rule', title: said.ruleNo, render: (row: Row) => <RuleName number={row.number} name={nameOf(row.number)} /> },
    count('now', said.now),
    count('draft', said.draft),
    count('added', said.added),
    count('dropped', said.dropped),
    count('changed', said.changed),
    money('added', said.amountAdded),
    money('dropped', said.amountDropped),
  ];
  return (
    <>
      <h3 className="outcome-title">{said.byRule}</h3>
      {rows.length === 0 ? (
        <p className="soft">{said.noRuleDiffers}</p>
      ) : (
        <SmallTable label={said.byRule} columns={columns} rows={rows} rowKey={(row) => String(row.number)} />
      )}
    </>
  );
}
