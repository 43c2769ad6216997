// An institution: its volumes, its findings, who billed them, its stock and its indicators beside peers.
import '../overview/overview.css';

import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { Link } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { countText, Money, moneyText } from '../../parts/money';
import { PageFrame, Section } from '../../parts/page_frame';
import { SmallTable } from '../../parts/small_table';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { useInstitutionSight, sightFilters, type Sight } from '../../queries/use_institution_sight';
import { useFilters } from '../../queries/use_list_query';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { Peers } from '../own/peers';
import { Volumes } from './volumes';

export function InstitutionDetail({ code }: { code: string }) {
  const words = useWords();
  const said = words.institutions;
  const { filters, setFilters } = useFilters(sightFilters);
  const sight = useInstitutionSight(code, filters);
  const from = filters.from ?? sight.data?.from;
  const to = filters.to ?? sight.data?.to;
  const period = (
    <DatePicker.RangePicker
      aria-label={said.period}
      value={[from ? dayjs(from) : null, to ? dayjs(to).subtract(1, 'day') : null]}
      onChange={(days) =>
        setFilters({ from: days?.[0]?.format('YYYY-MM-DD') ?? null, to: days?.[1]?.add(1, 'day').format('YYYY-MM-DD') ?? null })
      }
    />
  );
  return (
    <PageFrame
      title={sight.data?.fixmedins_name || code}
      marks={<span className="code soft">{code}</span>}
      back={{ to: '/institutions', label: said.title }}
      actions={period}
    >
      {sight.data !== undefined ? (
        <Shown sight={sight.data} />
      ) : sight.isError ? (
        <ErrorState error={sight.error} onRetry={() => void sight.refetch()} />
      ) : (
        <BlockSkeleton height={640} />
      )}
    </PageFrame>
  );
}

const findingsOf = (sight: Sight, more: Record<string, string> = {}) =>
  `/findings?${new URLSearchParams({ institution: sight.fixmedins_code, from: sight.from, to: sight.to, ...more })}`;

function Shown({ sight }: { sight: Sight }) {
  const words = useWords();
  const said = words.institutions;
  const totals = sight.findings?.totals;
  const sum = (name: 'medfee_sumamt' | 'fund_pay_sumamt') =>
    sight.volumes === null ? null : (sight.volumes.by_kind.reduce((fen, one) => fen + Math.round(Number(one[name]) * 100), 0) / 100).toFixed(2);
  return (
    <>
      <Section title={`${sight.from} – ${dayjs(sight.to).subtract(1, 'day').format('YYYY-MM-DD')}`}>
        <Figures wide>
          <Figure name={said.fees} help={said.feesHelp} unit={words.common.yuan} value={<Money yuan={sum('medfee_sumamt')} />} />
          <Figure name={said.fund} unit={words.common.yuan} value={<Money yuan={sum('fund_pay_sumamt')} />} />
          {totals !== undefined && (
            <>
              <Figure name={said.findings} unit={said.unit} value={<Link to={findingsOf(sight)}>{countText(totals.findings)}</Link>} />
              <Figure name={said.once} help={said.onceHelp} unit={words.common.yuan} value={<Link to={findingsOf(sight)}>{moneyText(totals.vola_amt_distinct_lines)}</Link>} />
            </>
          )}
        </Figures>
      </Section>
      <Section title={said.byMonth}>
        {sight.volumes === null ? <EmptyState title={said.noVolumes} /> : <Volumes volumes={sight.volumes} />}
      </Section>
      <Section title={said.byRule}>
        <ByRule sight={sight} />
      </Section>
      <div className="overview-columns">
        <Section title={said.doctors}>
          <Billers
            label={said.doctor}
            rows={sight.doctors?.items.map((one) => ({ ...one, key: one.bilg_dr_code })) ?? []}
          />
        </Section>
        <Section title={said.departments}>
          <Billers label={said.department} rows={sight.departments?.items.map((one) => ({ ...one, key: one.bilg_dept_codg })) ?? []} />
        </Section>
      </div>
      {sight.stock_rules !== null && (
        <Section title={said.stock}>
          <Stock sight={sight} rules={sight.stock_rules} />
        </Section>
      )}
      {sight.indicators !== null && <Peers indicators={sight.indicators} />}
    </>
  );
}

function ByRule({ sight }: { sight: Sight }) {
  const said = useWords().institutions;
  const nameOf = useRuleNames();
  const rows = sight.findings?.by_rule ?? [];
  if (rows.length === 0) return <EmptyState title={said.none} />;
  return (
    <SmallTable
      label={said.byRule}
      columns={[
        { key: 'rule', title: said.byRule, render: (row) => <Link to={findingsOf(sight, { rule: String(row.rule_no) })}>{row.rule_no} {nameOf(row.rule_no) || row.rule_name}</Link> },
        { key: 'count', title: said.findings, align: 'end', render: (row) => countText(row.findings) },
        { key: 'confirmed', title: said.confirmed, align: 'end', render: (row) => countText(row.confirmed) },
        { key: 'dismissed', title: said.dismissed, align: 'end', render: (row) => countText(row.dismissed) },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
      ]}
      rows={rows}
      rowKey={(row) => String(row.rule_no)}
    />
  );
}

interface Biller {
  key: string;
  lines: number;
  det_item_fee_sumamt: string;
  findings: number | null;
  vola_amt: string | null;
}

function Billers({ label, rows }: { label: string; rows: Biller[] }) {
  const said = useWords().institutions;
  if (rows.length === 0) return <EmptyState title={said.none} />;
  return (
    <SmallTable
      label={label}
      columns={[
        { key: 'key', title: label, render: (row) => (row.key === '' ? <span className="soft">{said.unfilled}</span> : <span className="code">{row.key}</span>) },
        { key: 'money', title: said.lineMoney, align: 'end', render: (row) => <Money yuan={row.det_item_fee_sumamt} /> },
        { key: 'count', title: said.findings, align: 'end', render: (row) => (row.findings === null ? '—' : countText(row.findings)) },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt} /> },
      ]}
      rows={rows.slice(0, 15)}
      rowKey={(row, index) => `${row.key} ${index}`}
    />
  );
}

function Stock({ sight, rules }: { sight: Sight; rules: NonNullable<Sight['stock_rules']> }) {
  const said = useWords().institutions;
  const nameOf = useRuleNames();
  return (
    <SmallTable
      label={said.stock}
      columns={[
        { key: 'rule', title: said.byRule, render: (row) => <Link to={findingsOf(sight, { rule: String(row.rule_no) })}>{row.rule_no} {nameOf(row.rule_no) || row.rule_name}</Link> },
        { key: 'state', title: said.findings, render: (row) => <>{said.stockStates[row.state]}{row.missing !== '' && ` · ${said.missing(row.missing)}`}</> },
        { key: 'amount', title: said.amount, align: 'end', render: (row) => <Money yuan={row.vola_amt_distinct_lines} /> },
      ]}
      rows={rules}
      rowKey={(row) => String(row.rule_no)}
    />
  );
}
