import { useMemo } from 'react';
import { Link } from 'react-router';

import { AccountName } from '../../parts/account_name';
import { When } from '../../parts/day';
import type { Column } from '../../parts/data_table';
import { HelpMark } from '../../parts/help_mark';
import { Money } from '../../parts/money';
import { GravityTag } from '../../parts/tags';
import type { Finding } from '../../queries/use_findings';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { FindingStateTag } from './finding_marks';

export function useFindingColumns(): Column<Finding>[] {
  const words = useWords();
  const nameOf = useRuleNames();
  return useMemo(() => {
    const said = words.findings;
    return [
      {
        key: 'rule',
        title: said.rule,
        width: 160,
        grow: 1,
        render: (row) => (
          <Link to={`/findings/${row.finding_id}`}>
            <span className="rule-no">{row.rule_no}</span> {nameOf(row.rule_no) || row.rule_name}
          </Link>
        ),
      },
      { key: 'gravity', title: said.gravity, width: 130, render: (row) => <GravityTag verdict={row.verdict} gravity={row.sev_deg} /> },
      {
        key: 'amount',
        title: said.amount,
        width: 148,
        align: 'end',
        help: <HelpMark about={said.amount} text={said.amountHelp} />,
        render: (row) => <Money yuan={row.vola_amt} />,
      },
      { key: 'institution', title: said.institution, width: 126, grow: 1, render: (row) => row.fixmedins_name || row.fixmedins_code },
      { key: 'content', title: said.content, width: 166, grow: 4, render: (row) => row.vola_cont },
      { key: 'begin', title: said.begin, width: 140, render: (row) => <When time={row.begin_time} /> },
      { key: 'state', title: said.state, width: 92, render: (row) => <FindingStateTag state={row.state} /> },
      { key: 'verdict', title: said.verdict, width: 100, optional: true, render: (row) => words.common.verdicts[row.verdict] },
      { key: 'person', title: said.person, width: 150, optional: true, render: (row) => <span className="code">{row.psn_no}</span> },
      { key: 'doctor', title: said.doctor, width: 120, optional: true, render: (row) => <span className="code">{row.bilg_dr_code}</span> },
      { key: 'fund', title: said.fund, width: 150, align: 'end', optional: true, render: (row) => <Money yuan={row.fund_amt} /> },
      { key: 'observed', title: said.observed, width: 120, optional: true, render: (row) => row.observed },
      { key: 'limit', title: said.limit, width: 120, optional: true, render: (row) => row.limit },
      { key: 'code', title: said.institutionCode, width: 140, optional: true, render: (row) => <span className="code">{row.fixmedins_code}</span> },
      { key: 'region', title: said.region, width: 90, optional: true, render: (row) => row.admdvs },
      { key: 'assigned', title: said.assigned, width: 150, optional: true, render: (row) => (row.assigned === '' ? <span className="soft">{said.nobody}</span> : <AccountName id={row.assigned} />) },
      { key: 'taken', title: said.taken, width: 142, optional: true, render: (row) => <When time={row.taken_at} /> },
      { key: 'changed', title: said.changed, width: 142, optional: true, render: (row) => <When time={row.changed_at} /> },
    ];
  }, [words, nameOf]);
}
