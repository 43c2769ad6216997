import { Facts } from '../../parts/facts';
import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import { StateTag, type Tone } from '../../parts/tags';
import { usePreferences } from '../../preferences';
import type { Rule } from '../../queries/use_rule';
import { useWords } from '../../words';
import { Pre } from './code_block';

type Case = Rule['cases'][number];
const tones: Record<Case['outcome'], Tone> = { hit: 'warning', clear: 'good', undecided: 'quiet' };

export function RuleCases({ rule }: { rule: Rule }) {
  const words = useWords();
  const { language } = usePreferences();
  const said = words.rules;
  const { example } = rule;
  const columns: SmallColumn<Case>[] = [
    { key: 'name', title: said.caseName, render: (one) => one.name },
    { key: 'outcome', title: said.outcome, render: (one) => <StateTag state={one.outcome} names={said.outcomes} tones={tones} /> },
  ];
  if (rule.cases.length === 0 && example === null) return <EmptyState title={said.noCases} />;
  return (
    <>
      {example !== null && (
        <Section title={said.example}>
          <Facts
            facts={[
              [said.caseName, example.name],
              [words.findings.observed, example.observed],
              [words.findings.limit, example.limit],
              [`${said.amount} (${words.common.yuan})`, example.amount],
            ]}
          />
          <h3 className="rule-case-head">{said.exampleSentence}</h3>
          <p className="foreign">{language === 'zh' ? example.sentence : example.english}</p>
          <h3 className="rule-case-head">{said.exampleInput}</h3>
          <Pre label={said.exampleInput} text={example.tables} />
        </Section>
      )}
      <Section title={said.cases(rule.cases.length)} extra={<HelpMark about={said.views.cases} text={said.casesHelp} />}>
        <SmallTable label={said.views.cases} columns={columns} rows={rule.cases} rowKey={(one) => one.name} />
      </Section>
    </>
  );
}
