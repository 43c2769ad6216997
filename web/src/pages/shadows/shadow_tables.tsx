import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { countText, moneyText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { Tag, type Tone } from '../../parts/tags';
import type { Shadow } from '../../queries/use_shadows';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

type Outcome = Shadow['outcome'];
type Counts = Outcome['total'];
type Sample = Outcome['samples'][number];
const tones: Record<Sample['change'], Tone> = { added: 'warning', dropped: 'good', changed: 'active' };

function useCounts<Row extends Counts>(first: string, name: (row: Row) => ReactNode): SmallColumn<Row>[] {
  const words = useWords();
  const said = words.shadows;
  const count = (key: 'now' | 'draft' | 'added' | 'dropped' | 'changed', title: string): SmallColumn<Row> => ({
    key,
    title,
    align: 'end',
    render: (row) => countText(row[key]),
  });
  const money = (key: 'money_added' | 'money_dropped' | 'money_changed', title: string): SmallColumn<Row> => ({
    key,
    title: `${said.money(title)} (${words.common.yuan})`,
    align: 'end',
    render: (row) => moneyText(row[key]),
  });
  return [
    { key: 'name', title: first, render: name },
    count('now', said.now),
    count('draft', said.after),
    count('added', said.added),
    count('dropped', said.dropped),
    count('changed', said.changed),
    money('money_added', said.added),
    money('money_dropped', said.dropped),
    money('money_changed', said.changed),
  ];
}

export function ShadowByRule({ rows }: { rows: Outcome['by_rule'] }) {
  const words = useWords();
  const nameOf = useRuleNames();
  const columns = useCounts<Outcome['by_rule'][number]>(words.rules.rule, (row) => <RuleName number={row.rule_no} name={nameOf(row.rule_no)} />);
  return (
    <Section title={words.shadows.byRule}>
      <SmallTable label={words.shadows.byRule} columns={columns} rows={rows} rowKey={(row) => String(row.rule_no)} />
    </Section>
  );
}

export function ShadowByInstitution({ rows }: { rows: Outcome['institutions'] }) {
  const words = useWords();
  const columns = useCounts<Outcome['institutions'][number]>(words.shadows.institution, (row) => (
    <Link className="code" to={`/findings?institution=${encodeURIComponent(row.fixmedins_code)}`}>
      {row.fixmedins_code}
    </Link>
  ));
  return (
    <Section title={words.shadows.institutions}>
      <SmallTable label={words.shadows.institutions} columns={columns} rows={rows} rowKey={(row) => row.fixmedins_code} />
    </Section>
  );
}

export function ShadowSamples({ rows }: { rows: Sample[] }) {
  const words = useWords();
  const said = words.shadows;
  const nameOf = useRuleNames();
  const columns: SmallColumn<Sample>[] = [
    { key: 'rule', title: words.rules.rule, render: (row) => <RuleName number={row.rule_no} name={nameOf(row.rule_no)} /> },
    { key: 'change', title: said.change, render: (row) => <Tag tone={tones[row.change]}>{said[row.change]}</Tag> },
    { key: 'at', title: said.at, render: (row) => <When time={row.at} /> },
    { key: 'institution', title: said.institution, render: (row) => <span className="code">{row.fixmedins_code}</span> },
    { key: 'person', title: said.person, render: (row) => <span className="code">{row.psn_no}</span> },
    { key: 'content', title: said.content, render: (row) => row.content },
    { key: 'amount', title: `${said.amount} (${words.common.yuan})`, align: 'end', render: (row) => moneyText(row.amount) },
  ];
  return (
    <Section title={said.samples}>
      <SmallTable label={said.samples} columns={columns} rows={rows} rowKey={(_, i) => String(i)} />
    </Section>
  );
}
