import './rules.css';

import { Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';

import { DataTable } from '../../parts/data_table';
import { countText } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { EmptyState, ErrorState } from '../../parts/states';
import { useFilters } from '../../queries/use_list_query';
import { useRules, type RuleRow, type RuleState } from '../../queries/use_rules';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { RegionField } from './region_field';
import { useRuleColumns } from './rule_columns';
import { chosenRules, families, ruleFilters, ruleOrders } from './rule_rows';

const states: RuleState[] = ['on', 'off', 'without_knowledge', 'absent'];
const gravities = [1, 2, 3];
const keyOf = (rule: RuleRow) => String(rule.number);

export function RuleList() {
  const words = useWords();
  const said = words.rules;
  const navigate = useNavigate();
  const may = useMay();
  const { filters, setFilters, clearFilters, isFiltered } = useFilters(ruleFilters);
  const query = useRules(filters.region);
  const columns = useRuleColumns();
  const all = query.data?.items;
  const rows = useMemo(() => chosenRules(all ?? [], filters), [all, filters]);
  const orders = may('read_findings') ? ruleOrders : ruleOrders.slice(0, 1);
  const search = filters.region === undefined ? '' : `?region=${filters.region}`;

  if (query.isError && all === undefined) {
    return (
      <PageFrame title={said.title}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </PageFrame>
    );
  }
  const toolbar = (
    <>
      <Input.Search
        aria-label={said.search}
        placeholder={said.search}
        style={{ width: 210 }}
        value={filters.text ?? ''}
        onChange={(event) => setFilters({ text: event.target.value })}
      />
      <Select
        aria-label={said.class}
        style={{ minWidth: 130 }}
        value={filters.family ?? ''}
        onChange={(family) => setFilters({ family })}
        options={[{ value: '', label: said.allFamilies }, ...families.map((value) => ({ value, label: said.families[value] }))]}
      />
      <Select
        aria-label={said.gravity}
        style={{ minWidth: 130 }}
        value={filters.gravity ?? ''}
        onChange={(gravity) => setFilters({ gravity })}
        options={[{ value: '', label: said.allGravities }, ...gravities.map((value) => ({ value: String(value), label: words.common.gravities[value] }))]}
      />
      <RegionField region={filters.region} onChange={(region) => setFilters({ region })} />
      <Select
        aria-label={said.sort}
        style={{ minWidth: 170 }}
        value={filters.sort ?? 'number'}
        onChange={(sort) => setFilters({ sort: sort === 'number' ? null : sort })}
        options={orders.map((value) => ({ value, label: said.sorts[value] }))}
      />
      {isFiltered && (
        <Button type="link" onClick={clearFilters}>
          {words.common.clearFilters}
        </Button>
      )}
    </>
  );
  const count = (state: RuleState) => all?.filter((rule) => rule.state === state).length ?? 0;
  const marks = [
    { key: 'all', name: said.all, count: all?.length ?? 0, on: filters.state === undefined && filters.hits === undefined, change: { state: null, hits: null } },
    ...states
      .filter((state) => count(state) > 0 || filters.state === state)
      .map((state) => ({ key: state, name: said.states[state], count: count(state), on: filters.state === state, change: { state, hits: null } })),
    ...(may('read_findings')
      ? [{ key: 'hits', name: said.withFindings, count: all?.filter((rule) => (rule.findings?.count ?? 0) > 0).length ?? 0, on: filters.hits !== undefined, change: { hits: '1', state: null } }]
      : []),
  ];
  const span = query.data?.reminders_span;
  return (
    <PageFrame fills title={said.title} lead={said.lead}>
      <div className="rule-marks">
        {marks.map((mark) => (
          <button key={mark.key} type="button" aria-pressed={mark.on} onClick={() => setFilters(mark.change)}>
            {mark.name} <b>{countText(mark.count)}</b>
          </button>
        ))}
        {span?.since && <span className="soft">{said.remindersSince(span.since.slice(0, 16), span.complete)}</span>}
      </div>
      <DataTable
        name="rules"
        label={said.title}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        onOpen={(rule) => void navigate(`/rules/${rule.number}${search}`)}
        toolbar={toolbar}
        empty={
          all === undefined ? (
            <div className="table-waiting" aria-busy="true" />
          ) : (
            <EmptyState title={words.common.emptyFiltered} action={<Button onClick={clearFilters}>{words.common.clearFilters}</Button>} />
          )
        }
      />
    </PageFrame>
  );
}
