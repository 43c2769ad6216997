import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { Day } from '../../parts/day';
import { ParameterDialog } from '../../parts/draft/parameter_dialog';
import { HelpMark } from '../../parts/help_mark';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { Tag } from '../../parts/tags';
import type { Rule, RuleParameter } from '../../queries/use_rule';
import { useMay } from '../../session/session';
import { useWords, type Words } from '../../words';

type Row = RuleParameter['history'][number];

export const unitText = (words: Words, unit: string) => words.rules.units[unit] ?? unit;

/** What is written of a value: its unit beside it, and an empty list of codes said to be one. */
export function valueText(words: Words, { value, unit }: { value: string; unit: string }): string {
  if (value === '') return words.rules.parameter.empty;
  return unit === 'code' ? value : `${value} ${unitText(words, unit)}`.trim();
}

function rangeText({ min, max }: RuleParameter): string {
  if (min !== null && max !== null) return `${min} – ${max}`;
  if (min !== null) return `≥ ${min}`;
  return max === null ? '—' : `≤ ${max}`;
}

export function RuleParameters({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules.parameter;
  const may = useMay();
  const [changed, setChanged] = useState<RuleParameter | null>(null);
  if (rule.parameters.length === 0) return <p className="soft">{said.none}</p>;
  const columns: SmallColumn<RuleParameter>[] = [
    { key: 'name', title: said.name, render: (row) => <span className="code rule-parameter">{row.name}</span> },
    { key: 'value', title: said.value, align: 'end', render: (row) => <b className="foreign">{valueText(words, row)}</b> },
    { key: 'range', title: said.range, align: 'end', render: (row) => rangeText(row) },
    { key: 'region', title: words.rules.region, render: (row) => <span className="rule-parameter">{row.region || words.rules.nation}</span> },
    {
      key: 'from',
      title: <>{said.from}<HelpMark about={said.from} text={said.fromHelp} /></>,
      render: (row) => (row.valid_from === null ? said.always : <Day day={row.valid_from} />),
    },
    { key: 'source', title: said.source, render: (row) => <Source row={row} /> },
    {
      key: 'shared',
      title: <>{said.shared}<HelpMark about={said.shared} text={said.sharedHelp} /></>,
      render: (row) => <Shared row={row} own={rule.number} />,
    },
    { key: 'history', title: said.history, render: (row) => <History row={row} /> },
  ];
  if (may('change_rules')) {
    columns.push({
      key: 'change',
      title: <span className="unseen">{said.change}</span>,
      render: (row) => (
        <Button size="small" className="no-print" aria-label={said.changeOf(row.name)} onClick={() => setChanged(row)}>
          {said.change}
        </Button>
      ),
    });
  }
  return (
    <>
      <SmallTable label={words.rules.parameters} columns={columns} rows={rule.parameters} rowKey={(row) => row.name} />
      <ParameterDialog parameter={changed && proposable(changed)} onClose={() => setChanged(null)} />
    </>
  );
}

// A new value has a source and a region of its own.
const proposable = ({ name, unit, value, kind, min, max }: RuleParameter) => ({ name, unit, value, kind, min, max });

function Source({ row }: { row: Row }) {
  const words = useWords();
  const said = words.rules.parameter;
  return (
    <div className="rule-source">
      <Tag tone={row.official ? 'good' : 'quiet'}>{row.official ? said.official : said.origins[row.origin]}</Tag> {row.source}
    </div>
  );
}

function Shared({ row, own }: { row: RuleParameter; own: number }) {
  const others = row.rules.filter((number) => number !== own);
  if (others.length === 0) return <span className="soft">—</span>;
  return others.map((number, i) => (
    <span key={number}>
      {i > 0 && ', '}
      <Link to={`/rules/${number}`}>{number}</Link>
    </span>
  ));
}

function History({ row }: { row: RuleParameter }) {
  const words = useWords();
  const said = words.rules.parameter;
  const [open, setOpen] = useState(false);
  const columns: SmallColumn<Row>[] = [
    { key: 'value', title: words.rules.parameter.value, align: 'end', render: (one) => valueText(words, one) },
    { key: 'region', title: words.rules.region, render: (one) => one.region || words.rules.nation },
    { key: 'from', title: said.from, render: (one) => (one.valid_from === null ? said.always : <Day day={one.valid_from} />) },
    { key: 'known', title: said.known, render: (one) => <Day day={one.known_since} /> },
    { key: 'source', title: said.source, render: (one) => <Source row={one} /> },
  ];
  return (
    <details className="rule-parameter-history" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{row.history.length}</summary>
      {open && <SmallTable label={`${said.history} ${row.name}`} columns={columns} rows={row.history} rowKey={(_, i) => String(i)} />}
    </details>
  );
}
