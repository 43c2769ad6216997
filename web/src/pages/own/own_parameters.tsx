// The parameters of the rules that found something here, with the document each rests on.
import { Day } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { Tag } from '../../parts/tags';
import { useParametersOf, type Parameter } from '../../queries/use_parameters_of';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';

export function OwnParameters({ rules }: { rules: number[] }) {
  const said = useWords().own;
  const ruleName = useRuleNames();
  const query = useParametersOf(rules);
  return (
    <Section title={said.parameters} extra={<HelpMark about={said.parameters} text={said.parametersHelp} />}>
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <BlockSkeleton height={220} />
        )
      ) : query.data.length === 0 ? (
        <p className="soft">{said.noParameters}</p>
      ) : (
        <SmallTable
          label={said.parameters}
          columns={[
            { key: 'name', title: said.name, render: (row) => <span className="code own-whole">{row.name}</span> },
            {
              key: 'rules',
              title: said.rule,
              render: (row) =>
                row.rules
                  .filter((rule) => rules.includes(rule))
                  .map((rule) => (
                    <div key={rule} className="own-rule">
                      <RuleName number={rule} name={ruleName(rule)} />
                    </div>
                  )),
            },
            { key: 'value', title: said.value, render: (row) => <Value row={row} /> },
            { key: 'from', title: said.from, render: (row) => <span className="own-whole">{row.valid_from === null ? <span className="soft">{said.always}</span> : <Day day={row.valid_from} />}</span> },
            {
              key: 'source',
              title: said.source,
              render: (row) => (
                <div className="own-source">
                  {row.official && <Tag tone="good">{said.official}</Tag>} {row.source}
                </div>
              ),
            },
          ]}
          rows={query.data}
          rowKey={(row) => `${row.name} ${row.region} ${row.valid_from ?? ''}`}
        />
      )}
    </Section>
  );
}

function Value({ row: { value, unit, kind } }: { row: Parameter }) {
  const said = useWords().own;
  if (value === '') return <span className="soft">—</span>;
  if (kind === 'codes') return <span className="code own-codes">{value.split(';').join('; ')}</span>;
  if (unit === 'yes/no') return value === '0' ? said.no : said.yes;
  return `${value} ${said.units[unit] ?? unit}`;
}
