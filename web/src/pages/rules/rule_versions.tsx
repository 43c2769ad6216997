import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { countText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import type { Rule } from '../../queries/use_rule';
import { useWords } from '../../words';

type Version = Rule['versions'][number];

export function RuleVersions({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules;
  if (rule.versions.length === 0) return <EmptyState title={said.noVersions} />;
  const columns: SmallColumn<Version>[] = [
    { key: 'version', title: said.version, render: (row) => <span className="code">{row.version}</span> },
    { key: 'findings', title: said.findings, align: 'end', render: (row) => countText(row.findings) },
    { key: 'first', title: said.firstTaken, render: (row) => <When time={row.first_taken} /> },
    { key: 'last', title: said.lastTaken, render: (row) => <When time={row.last_taken} /> },
  ];
  return (
    <Section title={said.views.versions} extra={<HelpMark about={said.views.versions} text={said.versionsHelp} />}>
      <SmallTable label={said.views.versions} columns={columns} rows={rule.versions} rowKey={(row) => row.version} />
    </Section>
  );
}
