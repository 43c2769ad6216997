import { useMemo } from 'react';
import { Link } from 'react-router';

import type { Column } from '../../parts/data_table';
import { HelpMark } from '../../parts/help_mark';
import { countText, Money } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { GravityTag } from '../../parts/tags';
import { usePreferences } from '../../preferences';
import type { RuleRow } from '../../queries/use_rules';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { RuleState } from './rule_state';
import { Share } from './share';

const dash = <span className="soft">—</span>;

export function useRuleColumns(): Column<RuleRow>[] {
  const words = useWords();
  const { language } = usePreferences();
  const may = useMay();
  const seesFindings = may('read_findings');
  return useMemo(() => {
    const said = words.rules;
    const columns: Column<RuleRow>[] = [
      {
        key: 'rule',
        title: said.rule,
        width: 200,
        grow: 3,
        render: (rule) => <RuleName number={rule.number} name={language === 'zh' ? rule.name_zh : rule.name_en} />,
      },
      { key: 'class', title: said.class, width: 170, grow: 1, render: (rule) => said.classes[rule.class_zh] ?? rule.class_zh },
      { key: 'gravity', title: said.gravity, width: 136, render: (rule) => (rule.verdict === null ? dash : <GravityTag verdict={rule.verdict} gravity={rule.severity} />) },
      {
        key: 'state',
        title: said.state,
        width: 90,
        help: <HelpMark about={said.state} text={said.stateHelp} />,
        render: (rule) => <RuleState state={rule.state} />,
      },
      {
        key: 'points',
        title: said.points,
        width: 100,
        align: 'end',
        help: <HelpMark about={said.points} text={said.pointsHelp} />,
        render: (rule) =>
          rule.points.all === 0 ? dash : (
            <Link to={`/rules/${rule.number}/points`}>{said.of(countText(rule.points.judging), countText(rule.points.all))}</Link>
          ),
      },
    ];
    if (seesFindings) {
      columns.push(
        {
          key: 'findings',
          title: said.findings,
          width: 76,
          align: 'end',
          render: (rule) =>
            rule.findings === null ? dash : <Link to={`/findings?rule=${rule.number}`}>{countText(rule.findings.count)}</Link>,
        },
        {
          key: 'amount',
          title: `${said.amount} (${words.common.yuan})`,
          width: 164,
          align: 'end',
          help: <HelpMark about={said.amount} text={said.amountHelp} />,
          render: (rule) => <Money yuan={rule.findings?.vola_amt} />,
        },
        {
          key: 'confirmed',
          title: said.confirmedShare,
          width: 104,
          align: 'end',
          help: <HelpMark about={said.confirmedShare} text={said.confirmedHelp} />,
          render: (rule) => <Share share={rule.findings?.confirmed_share} />,
        },
        {
          key: 'dismissed',
          title: said.dismissedShare,
          width: 112,
          align: 'end',
          help: <HelpMark about={said.dismissedShare} text={said.dismissedHelp} />,
          render: (rule) => <Share share={rule.findings?.dismissed_share} />,
        },
      );
    }
    columns.push(
      {
        key: 'reminders',
        title: said.reminders,
        width: 110,
        align: 'end',
        optional: true,
        help: <HelpMark about={said.reminders} text={said.remindersHelp} />,
        render: (rule) => (rule.reminders === null ? dash : countText(rule.reminders.given)),
      },
      { key: 'parameters', title: said.parameters, width: 180, optional: true, render: (rule) => <span className="code">{rule.parameters.join(' ')}</span> },
      { key: 'verdict', title: said.verdict, width: 100, optional: true, render: (rule) => (rule.verdict === null ? dash : words.common.verdicts[rule.verdict]) },
      { key: 'version', title: said.version, width: 80, optional: true, render: (rule) => rule.version ?? dash },
      { key: 'code', title: said.code, width: 180, optional: true, render: (rule) => <span className="code">{rule.code}</span> },
    );
    return columns;
  }, [words, language, seesFindings]);
}
