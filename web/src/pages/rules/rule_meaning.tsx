import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { Facts } from '../../parts/facts';
import { Figure, Figures } from '../../parts/figure';
import { countText, moneyText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { usePreferences } from '../../preferences';
import type { Rule } from '../../queries/use_rule';
import { useWords } from '../../words';
import { RuleParameters } from './rule_parameters';
import { shareText } from './share';

export function RuleMeaning({ rule }: { rule: Rule }) {
  const words = useWords();
  const { language } = usePreferences();
  const said = words.rules;
  const facts: [string, ReactNode][] = [
    [said.basis, rule.basis ?? said.noBasis],
    [said.grain, language === 'zh' ? rule.grain_zh : rule.grain_en],
    [said.code, <span key="c" className="code">{rule.code}</span>],
    [said.version, rule.version ?? '—'],
    [said.verdict, rule.verdict === null ? '—' : words.common.verdicts[rule.verdict]],
    [said.knowledgeVersion, <span key="k" className="code">{rule.knowledge_version}</span>],
  ];
  return (
    <>
      <Section title={said.meaning}>
        <p className="rule-meaning foreign">{(language === 'zh' ? rule.meaning_zh : rule.meaning_en) ?? '—'}</p>
        <Facts facts={facts} />
        {rule.reads.length > 0 && (
          <>
            <h3 className="rule-case-head">{said.reads}</h3>
            <p className="code foreign">{rule.reads.map(({ table, columns }) => `${table} (${columns.join(', ')})`).join('; ')}</p>
          </>
        )}
      </Section>
      {(rule.findings !== null || rule.reminders !== null) && (
        <Section title={said.result}>
          <Outcome rule={rule} />
        </Section>
      )}
      <Section title={said.parameters}>
        <RuleParameters rule={rule} />
      </Section>
    </>
  );
}

function Outcome({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules;
  const { findings, reminders } = rule;
  const list = `/findings?rule=${rule.number}`;
  return (
    <Figures>
      {findings !== null && (
        <>
          <Figure name={said.findings} value={<Link to={list}>{countText(findings.count)}</Link>} />
          <Figure name={said.amount} help={said.amountHelp} value={<Link to={list}>{moneyText(findings.vola_amt)}</Link>} unit={words.common.yuan} />
          <Figure name={said.fund} value={moneyText(findings.fund_amt)} unit={words.common.yuan} />
          <Figure
            name={said.confirmedShare}
            help={said.confirmedHelp}
            value={shareText(findings.confirmed_share)}
            note={<Link to={`${list}&state=confirmed`}>{said.findingsOf(countText(findings.confirmed))}</Link>}
          />
          <Figure
            name={said.dismissedShare}
            help={said.dismissedHelp}
            value={shareText(findings.dismissed_share)}
            note={<Link to={`${list}&state=dismissed`}>{said.findingsOf(countText(findings.dismissed))}</Link>}
          />
        </>
      )}
      {reminders !== null && (
        <Figure
          name={said.reminders}
          help={said.remindersHelp}
          value={countText(reminders.given)}
          note={`${said.heeded} ${countText(reminders.heeded)} · ${said.ignored} ${countText(reminders.ignored)} · ${said.noFeedback} ${countText(reminders.no_feedback)}`}
        />
      )}
    </Figures>
  );
}
