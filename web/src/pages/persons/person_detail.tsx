import { useMemo } from 'react';
import { Link } from 'react-router';

import { Day } from '../../parts/day';
import { Facts } from '../../parts/facts';
import { countText, Money } from '../../parts/money';
import { PageFrame, Section } from '../../parts/page_frame';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import { Timeline, type TimelineRow } from '../../parts/timeline';
import { useItemNames } from '../../queries/use_item_names';
import { usePerson, type Person } from '../../queries/use_person';
import { useRuleNames } from '../../queries/use_rule_names';
import { useMay } from '../../session/session';
import { useWords, type Words } from '../../words';
import { Unmask } from './unmask';

export function PersonDetail({ psn_no, reason }: { psn_no: string; reason: string }) {
  const words = useWords();
  const said = words.persons;
  const may = useMay();
  const person = usePerson(psn_no, reason);
  return (
    <PageFrame
      title={psn_no}
      back={{ to: '/persons', label: said.title }}
      actions={person.data !== undefined && may('unmask_persons') ? <Unmask psn_no={psn_no} /> : undefined}
    >
      {person.data !== undefined ? (
        <Shown person={person.data} />
      ) : person.isError ? (
        <ErrorState error={person.error} onRetry={() => void person.refetch()} />
      ) : (
        <BlockSkeleton height={560} />
      )}
    </PageFrame>
  );
}

function Shown({ person }: { person: Person }) {
  const words = useWords();
  const said = words.persons;
  const nameOf = useRuleNames();
  const itemName = useItemNames(person.dispensings.lanes.map((lane) => lane.key));
  const rows = useMemo(() => rowsOf(person, words, nameOf, itemName), [person, words, nameOf, itemName]);
  const cut = person.more_visits || person.more_settlements || person.more_findings || person.dispensings.more;
  const yuan = words.common.yuan;
  return (
    <>
      <Section title={said.title}>
        <Facts
          facts={[
            [said.sex, person.gend === null ? words.common.unknown : said.sexes[person.gend]],
            [said.birth, <Day key="b" day={person.brdy} />],
            [said.visits, countText(person.totals.visits)],
            [said.settlements, countText(person.totals.settlements)],
            [said.lines, countText(person.totals.lines)],
            [said.fees, <><Money yuan={person.totals.medfee_sumamt} /> {yuan}</>],
            [said.fund, <><Money yuan={person.totals.fund_pay_sumamt} /> {yuan}</>],
          ]}
        />
      </Section>
      <Section title={said.timeline}>
        <Timeline
          label={said.timeline}
          rows={rows}
          keys={{ red: words.common.gravities[1] ?? '', amber: `${words.common.gravities[2]} · ${words.common.gravities[3]}` }}
          {...(cut ? { note: said.more } : {})}
        />
      </Section>
      <div className="overview-columns">
        <Section title={said.findings}>
          {person.findings.length === 0 ? (
            <EmptyState title={said.noFindings} />
          ) : (
            <SmallTable
              label={said.findings}
              columns={[
                { key: 'rule', title: words.findings.rule, render: (row) => <Link to={`/findings/${row.finding_id}`}>{row.rule_no} {nameOf(row.rule_no) || row.rule_name}</Link> },
                { key: 'gravity', title: words.findings.gravity, render: (row) => <GravityTag verdict={row.verdict} gravity={row.sev_deg} /> },
                { key: 'at', title: words.findings.begin, render: (row) => <Day day={row.begin_time} /> },
                { key: 'amount', title: words.findings.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
              ]}
              rows={person.findings}
              rowKey={(row) => row.finding_id}
            />
          )}
        </Section>
        <Section title={said.moneyByYear}>
          <SmallTable
            label={said.moneyByYear}
            columns={[
              { key: 'year', title: said.year, render: (row) => row.year },
              { key: 'kind', title: said.kind, render: (row) => words.institutions.kinds[row.kind] },
              { key: 'count', title: said.settlements, align: 'end', render: (row) => countText(row.settlements) },
              { key: 'fees', title: `${said.fees}（${yuan}）`, align: 'end', render: (row) => <Money yuan={row.medfee_sumamt} /> },
              { key: 'fund', title: `${said.fund}（${yuan}）`, align: 'end', render: (row) => <Money yuan={row.fund_pay_sumamt} /> },
            ]}
            rows={person.money_by_year}
            rowKey={(row) => `${row.year} ${row.kind}`}
          />
        </Section>
      </div>
    </>
  );
}

function rowsOf(person: Person, words: Words, nameOf: (no: number) => string, itemName: (code: string) => string | undefined): TimelineRow[] {
  const yuan = words.common.yuan;
  const visits = person.visits.filter((visit) => !visit.cancelled);
  const visit = (one: Person['visits'][number]) => ({
    id: one.mdtrt_id,
    begin: one.begntime,
    end: one.endtime,
    text: `${one.fixmedins_name || one.fixmedins_code} ${one.dscg_maindiag_code} ${one.medfee_sumamt} ${yuan}`,
  });
  const isStay = (one: Person['visits'][number]) => one.kind === 'inpatient';
  return [
    {
      key: 'flags',
      kind: 'flags',
      name: words.timeline.flags,
      items: person.findings.map((one) => ({
        id: one.finding_id,
        begin: one.begin_time,
        text: `${one.rule_no} ${nameOf(one.rule_no) || one.rule_name} ${one.vola_amt ?? ''} ${yuan}`,
        weight: one.sev_deg === 1 ? ('accused' as const) : ('related' as const),
        to: `/findings/${one.finding_id}`,
      })),
    },
    { key: 'stays', kind: 'stays', name: words.timeline.stays, items: visits.filter(isStay).map(visit) },
    { key: 'visits', kind: 'visits', name: words.timeline.visits, items: visits.filter((one) => !isStay(one)).map(visit) },
    ...person.dispensings.lanes.map((lane) => ({
      key: lane.key,
      kind: 'lane' as const,
      name: itemName(lane.key) ?? lane.key,
      items: lane.items.map((one) => ({
        id: one.bkkp_sn,
        begin: one.fee_ocur_time,
        text: `${one.med_list_codg} × ${one.cnt ?? '?'} ${one.det_item_fee_sumamt ?? '?'} ${yuan}`,
      })),
    })),
  ];
}
