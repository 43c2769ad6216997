import { When } from '../../parts/day';
import { yuanText } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { Tag, type Tone } from '../../parts/tags';
import type { BacktestResult } from '../../queries/use_job_result';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

type Sample = BacktestResult['outcome']['samples'][number];
const tones: Record<Sample['change'], Tone> = { added: 'warning', dropped: 'good', changed: 'active' };

/** Findings that differ, as they are and as they would be, side by side. */
export function BacktestSamples({ result }: { result: BacktestResult }) {
  const words = useWords();
  const said = words.jobs.figures;
  const nameOf = useRuleNames();
  const rows = result.outcome.samples;
  if (rows.length === 0) return null;
  // A sample has the code alone; who is touched has a name.
  const institutions = new Map(result.outcome.institutions.map((one) => [one.fixmedins_code, one.fixmedins_name]));
  const columns: SmallColumn<Sample>[] = [
    { key: 'rule', title: said.ruleNo, render: (row) => <RuleName number={row.rule_no} name={nameOf(row.rule_no)} /> },
    { key: 'change', title: said.change, render: (row) => <Tag tone={tones[row.change]}>{said[row.change]}</Tag> },
    { key: 'at', title: said.begin, render: (row) => <When time={row.begin_time} /> },
    { key: 'institution', title: said.institution, render: (row) => institutions.get(row.fixmedins_code) || <span className="code">{row.fixmedins_code}</span> },
    { key: 'now', title: said.now, render: (row) => <Side side={row.now} /> },
    { key: 'draft', title: said.draft, render: (row) => <Side side={row.draft} /> },
  ];
  return (
    <>
      <h3 className="outcome-title">{said.samples}</h3>
      <SmallTable label={said.samples} columns={columns} rows={rows} rowKey={(_, i) => String(i)} />
    </>
  );
}

function Side({ side }: { side: Sample['now'] }) {
  const words = useWords();
  if (side === null) return <span className="soft">—</span>;
  return (
    <>
      {side.vola_cont}
      <div className="soft">
        {words.findings.observed} {side.observed} · {words.findings.limit} {side.limit} · {yuanText(side.vola_amt)} {words.common.yuan}
      </div>
    </>
  );
}
