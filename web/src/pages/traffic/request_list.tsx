import './traffic.css';

import { Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';

import type { Column } from '../../parts/data_table';
import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { Count } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { useAskingInstitutions } from '../../queries/use_asking_institutions';
import { useRuleNames } from '../../queries/use_rule_names';
import { useTraffic, type TrafficRequest } from '../../queries/use_traffic';
import { useWords } from '../../words';
import { RequestHits } from './request_hits';
import { durationOf, nameOf } from './texts';

const keyOf = (request: TrafficRequest) => String(request.number);
const kRules = 88;

export function RequestList() {
  const words = useWords();
  const said = words.traffic;
  const navigate = useNavigate();
  const ruleName = useRuleNames();
  const list = useTraffic();
  const askers = useAskingInstitutions(false);
  const { filters, setFilters } = list;
  const columns = useMemo((): Column<TrafficRequest>[] => {
    const help = (about: string, text: string) => <HelpMark about={about} text={text} />;
    const timed = (micros: number | null) => {
      const { value, unit } = durationOf(micros);
      return <span className="number">{unit === undefined ? value : `${value} ${said[unit]}`}</span>;
    };
    return [
      { key: 'at', title: said.at, width: 150, render: (one) => <When time={one.at} /> },
      { key: 'institution', title: said.institution, width: 180, grow: 1, render: nameOf },
      { key: 'kind', title: said.kind, width: 110, render: (one) => said.kinds[one.transaction] },
      { key: 'scene', title: said.scene, width: 150, grow: 1, render: (one) => said.scenes[one.trig_scen] ?? one.trig_scen },
      { key: 'hits', title: said.hits, width: 240, grow: 2, render: (one) => <RequestHits request={one} /> },
      { key: 'lines', title: said.lines, width: 90, align: 'end', help: help(said.lines, said.linesHelp), render: (one) => <Count value={one.lines} /> },
      { key: 'history', title: said.history, width: 100, align: 'end', optional: true, render: (one) => <Count value={one.history_lines} /> },
      { key: 'undecided', title: said.undecided, width: 130, align: 'end', optional: true, help: help(said.undecided, said.undecidedHelp), render: (one) => <Count value={one.undecided} /> },
      { key: 'verdict', title: said.verdictTime, width: 110, align: 'end', render: (one) => timed(one.verdict_us) },
      { key: 'total', title: said.totalTime, width: 110, align: 'end', help: help(said.totalTime, said.totalTimeHelp), render: (one) => timed(one.total_us) },
      { key: 'doctor', title: said.doctor, width: 120, optional: true, render: (one) => one.dr_code },
      { key: 'person', title: said.person, width: 110, optional: true, help: help(said.person, said.personHelp), render: (one) => <span className="code">{one.person}</span> },
      { key: 'visit', title: said.visit, width: 140, optional: true, render: (one) => one.mdtrt_id },
      { key: 'number', title: said.number, width: 80, align: 'end', optional: true, render: (one) => <Count value={one.number} /> },
    ];
  }, [said]);
  return (
    <PageFrame fills title={said.list} lead={said.listLead} back={{ to: '/traffic', label: said.title }}>
      <ListBody
        name="traffic"
        label={said.list}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(request) => {
          const first = request.reminders[0];
          if (first !== undefined) void navigate(`/traffic/${encodeURIComponent(first.jr_id)}`);
        }}
        toolbar={
          <>
            <Select
              aria-label={said.institution}
              className="traffic-institution"
              showSearch={{ optionFilterProp: 'label' }}
              value={filters.institution ?? ''}
              onChange={(institution) => setFilters({ institution })}
              options={[
                { value: '', label: said.allInstitutions },
                ...(askers.data?.items ?? []).map((one) => ({ value: one.fixmedins_code, label: nameOf(one) })),
              ]}
            />
            <Select
              aria-label={said.hits}
              style={{ minWidth: 140 }}
              value={filters.reminders ?? ''}
              onChange={(reminders) => setFilters({ reminders })}
              options={[
                { value: '', label: said.everyRequest },
                { value: 'true', label: said.onlyReminders },
              ]}
            />
            <Select
              aria-label={said.rule}
              className="traffic-institution"
              showSearch={{ optionFilterProp: 'label' }}
              value={filters.rule ?? ''}
              onChange={(rule) => setFilters({ rule })}
              options={[
                { value: '', label: said.allRules },
                ...Array.from({ length: kRules }, (_, i) => ({ value: String(i + 1), label: `${i + 1} ${ruleName(i + 1)}` })),
              ]}
            />
          </>
        }
        empty={{ title: said.noRequests, hint: said.noTrafficHint }}
      />
    </PageFrame>
  );
}
