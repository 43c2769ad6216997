import { Figure, Figures } from '../../parts/figure';
import { countText, yuanText } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { AuditResult } from '../../queries/use_job_result';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

type RuleRow = AuditResult['summary']['by_rule'][string] & { number: number };

export function AuditOutcome({ result: { summary, taken } }: { result: AuditResult }) {
  const words = useWords();
  const nameOf = useRuleNames();
  const said = words.jobs.figures;
  const rows = Object.entries(summary.by_rule)
    .map(([number, row]): RuleRow => ({ ...row, number: Number(number) }))
    .sort((a, b) => b.vola_amt - a.vola_amt || a.number - b.number);
  const columns: SmallColumn<RuleRow>[] = [
    { key: 'rule', title: said.ruleNo, render: (row) => <RuleName number={row.number} name={nameOf(row.number)} /> },
    { key: 'findings', title: said.ruleFindings, align: 'end', render: (row) => countText(row.findings) },
    { key: 'lines', title: said.ruleLines, align: 'end', render: (row) => countText(row.lines) },
    { key: 'amount', title: `${said.ruleAmount} (${words.common.yuan})`, align: 'end', render: (row) => yuanText(row.vola_amt) },
    { key: 'indeterminate', title: said.indeterminate, align: 'end', render: (row) => countText(row.indeterminate) },
  ];
  return (
    <>
      <Figures wide>
        <Figure name={said.amount} help={said.amountHelp} value={yuanText(summary.vola_amt_distinct_lines)} unit={words.common.yuan} />
        <Figure name={said.fund} help={said.fundHelp} value={yuanText(summary.fund_amt_sum)} unit={words.common.yuan} />
        <Figure name={said.findings} value={countText(summary.findings)} />
        <Figure name={said.violations} value={countText(summary.violations)} />
        <Figure name={said.suspicions} value={countText(summary.suspicions)} />
        <Figure name={said.indeterminate} value={countText(summary.indeterminate)} />
      </Figures>
      <Figures>
        <Figure name={said.lines} value={countText(summary.lines)} />
        <Figure name={said.persons} value={countText(summary.persons)} />
        <Figure name={said.added} value={countText(taken.added)} />
        <Figure name={said.known} value={countText(taken.known)} />
        <Figure name={said.returned} value={countText(taken.returned)} />
        <Figure name={said.gone} value={countText(taken.gone)} />
      </Figures>
      <h3 className="outcome-title">{said.byRule}</h3>
      <SmallTable label={said.byRule} columns={columns} rows={rows} rowKey={(row) => String(row.number)} />
      <p className="hint outcome-versions">
        {said.knowledge} <span className="code">{summary.versions.knowledge}</span> · {said.engine}{' '}
        <span className="code">{summary.versions.engine}</span> · {summary.seconds.total.toFixed(1)} {said.seconds}
      </p>
    </>
  );
}
