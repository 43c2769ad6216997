import './knowledge.css';

import { Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';

import type { Column } from '../../parts/data_table';
import { Day } from '../../parts/day';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { EmptyState } from '../../parts/states';
import { useLimits, type CodeLimit } from '../../queries/use_limits';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { pointColumns } from '../rules/point_columns';
import { RegionField } from '../rules/region_field';
import { KnowledgeActions } from './knowledge_actions';
import { LimitChart } from './limit_chart';

const kRules = 88;
const keyOf = (limit: CodeLimit) => `${limit.point_id} ${limit.region} ${limit.valid_from}`;

export function LimitSearch() {
  const words = useWords();
  const said = words.knowledge;
  const list = useLimits();
  const nameOf = useRuleNames();
  const { filters, setFilters } = list;
  const asked = filters.code ?? filters.q;
  const columns = useMemo((): Column<CodeLimit>[] => {
    const rule: Column<CodeLimit> = {
      key: 'rule',
      title: words.rules.rule,
      width: 160,
      grow: 1,
      render: (limit) => <RuleName number={limit.rule_no} name={nameOf(limit.rule_no)} />,
    };
    const codes: Column<CodeLimit> = {
      key: 'codes',
      title: words.rules.point.codes,
      width: 190,
      grow: 1,
      render: (limit) =>
        limit.codes.map((code) => (
          <Link key={code} className="code limit-code" to={`/knowledge?code=${encodeURIComponent(code)}`}>
            {code}
          </Link>
        )),
    };
    const superseded: Column<CodeLimit> = {
      key: 'superseded',
      title: said.supersededSince,
      width: 110,
      optional: true,
      render: (limit) => <Day day={limit.superseded_since} />,
    };
    const points = pointColumns<CodeLimit>(words).map((column) => (column.key === 'codes' ? codes : column));
    return [rule, ...points, superseded];
  }, [words, said, nameOf]);
  const [text, setText] = useState(asked ?? '');
  useEffect(() => setText(asked ?? ''), [asked]);
  const rows = list.rows ?? [];

  const toolbar = (
    <>
      <Input.Search
        autoFocus
        aria-label={said.search}
        placeholder={said.search}
        enterButton={said.find}
        maxLength={200}
        style={{ width: 380 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onSearch={(value) => setFilters({ q: value.trim(), code: null })}
      />
      <Select
        aria-label={said.rule}
        showSearch
        optionFilterProp="label"
        popupMatchSelectWidth={340}
        style={{ width: 190 }}
        value={filters.rule ?? ''}
        onChange={(rule) => setFilters({ rule })}
        options={[
          { value: '', label: said.allRules },
          ...Array.from({ length: kRules }, (_, i) => ({ value: String(i + 1), label: `${i + 1} ${nameOf(i + 1)}` })),
        ]}
      />
      <RegionField region={filters.region} onChange={(region) => setFilters({ region })} />
    </>
  );
  return (
    <PageFrame title={said.title} lead={said.lead} actions={<KnowledgeActions at="search" />}>
      {asked === undefined ? (
        <>
          <div className="limit-bar">{toolbar}</div>
          <EmptyState title={said.start} hint={said.startHint} />
        </>
      ) : (
        <>
          <div className="limit-table">
            <ListBody name="limits" label={said.title} columns={columns} list={list} rowKey={keyOf} toolbar={toolbar} empty={{ title: said.nothing, hint: said.nothingHint }} />
          </div>
          {rows.length > 0 && <LimitChart name={asked} limits={rows} />}
        </>
      )}
    </PageFrame>
  );
}
