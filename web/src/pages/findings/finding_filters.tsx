// The filters of the list. What stands in the address and has no control here (a run, a person, …) is shown as a mark that can go.
import { Button, DatePicker, Input, InputNumber, Popover, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState, type ReactNode } from 'react';

import { Tag } from '../../parts/tags';
import { useRuleNames } from '../../queries/use_rule_names';
import type { useFindings } from '../../queries/use_findings';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';
import { findingStates } from './finding_marks';

type List = ReturnType<typeof useFindings>;
type Filters = List['filters'];

const kRules = 88;
const verdicts = ['violation', 'suspicion', 'indeterminate'] as const;
const gravities = [1, 2, 3];
const families = ['policy', 'management', 'medical', 'own'] as const;
const orders = {
  amount: { sort: null, descending: null },
  time: { sort: 'time', descending: 'true' },
  taken: { sort: 'taken', descending: 'true' },
  rule: { sort: 'rule', descending: null },
  institution: { sort: 'institution', descending: null },
} as const;

export function FindingFilters({ list }: { list: List }) {
  const words = useWords();
  const said = words.findings;
  const { filters, setFilters } = list;
  const nameOf = useRuleNames();
  const ruleOptions = Array.from({ length: kRules }, (_, i) => ({ value: String(i + 1), label: `${i + 1} ${nameOf(i + 1)}` }));
  const order = (Object.keys(orders) as (keyof typeof orders)[]).find((key) => orders[key].sort === (filters.sort ?? null)) ?? 'amount';
  return (
    <>
      <Select
        mode="multiple"
        allowClear
        maxTagCount={1}
        aria-label={said.rule}
        placeholder={said.rule}
        style={{ minWidth: 190 }}
        popupMatchSelectWidth={360}
        optionFilterProp="label"
        value={filters.rule?.split(',') ?? []}
        onChange={(rules: string[]) => setFilters({ rule: rules.join(',') })}
        options={ruleOptions}
      />
      <Select
        mode="multiple"
        allowClear
        maxTagCount={1}
        aria-label={said.state}
        placeholder={said.state}
        style={{ minWidth: 140 }}
        optionFilterProp="label"
        value={filters.state?.split(',') ?? []}
        onChange={(chosen: string[]) => setFilters({ state: chosen.join(',') })}
        options={findingStates.map((value) => ({ value, label: said.states[value] }))}
      />
      <Choice label={said.gravity} value={filters.sev_deg} onChange={(sev_deg) => setFilters({ sev_deg })} options={gravities.map((value) => ({ value: String(value), label: words.common.gravities[value] ?? '' }))} />
      <DatePicker.RangePicker
        aria-label={said.period}
        allowEmpty={[true, true]}
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to).subtract(1, 'day') : null]}
        onChange={(days) =>
          setFilters({
            from: days?.[0]?.format('YYYY-MM-DD') ?? null,
            to: days?.[1]?.add(1, 'day').format('YYYY-MM-DD') ?? null,
          })
        }
      />
      <Popover trigger="click" placement="bottomLeft" content={<MoreFilters filters={filters} setFilters={setFilters} />}>
        <Button>{said.more}</Button>
      </Popover>
      <Select aria-label={said.sort} style={{ minWidth: 170 }} value={order} onChange={(key) => setFilters(orders[key])} options={(Object.keys(orders) as (keyof typeof orders)[]).map((value) => ({ value, label: said.sorts[value] }))} />
      <FilterMarks filters={filters} setFilters={setFilters} />
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | null) => void;
  options: { value: string; label: string }[];
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return <Select allowClear aria-label={label} placeholder={label} style={{ minWidth: 120 }} value={value ?? null} onChange={(chosen) => onChange(chosen ?? null)} options={options} />;
}

function MoreFilters({ filters, setFilters }: { filters: Filters; setFilters: List['setFilters'] }) {
  const words = useWords();
  const said = words.findings;
  const { account_id } = useSelf();
  return (
    <div className="finding-more">
      <Row label={said.family}>
        <Choice label={said.all} value={filters.family} onChange={(family) => setFilters({ family })} options={families.map((value) => ({ value, label: said.families[value] }))} />
      </Row>
      <Row label={said.verdict}>
        <Choice label={said.all} value={filters.verdict} onChange={(verdict) => setFilters({ verdict })} options={verdicts.map((value) => ({ value, label: words.common.verdicts[value] }))} />
      </Row>
      <Row label={said.assigned}>
        <Choice
          label={said.anyone}
          value={filters.assigned}
          onChange={(assigned) => setFilters({ assigned })}
          options={[
            { value: account_id, label: said.mine },
            { value: '-', label: said.nobody },
          ]}
        />
      </Row>
      <Row label={said.institutionCode}>
        <Typed label={said.institutionCode} value={filters.institution} onChange={(institution) => setFilters({ institution })} />
      </Row>
      <Row label={said.region}>
        <Typed label={said.region} value={filters.region} onChange={(region) => setFilters({ region })} pattern={/^(\d{2}|\d{4}|\d{6})?$/} />
      </Row>
      <Row label={said.textFilter}>
        <Typed label={said.textFilter} value={filters.text} onChange={(text) => setFilters({ text })} />
      </Row>
      <Row label={said.least}>
        <Amount label={said.least} value={filters.least} onChange={(least) => setFilters({ least })} />
      </Row>
      <Row label={said.most}>
        <Amount label={said.most} value={filters.most} onChange={(most) => setFilters({ most })} />
      </Row>
      <Row label={said.gone}>
        <Choice label={words.common.none} value={filters.gone} onChange={(gone) => setFilters({ gone })} options={[{ value: 'true', label: said.gone }]} />
      </Row>
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="finding-more-row">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}

// Asked for when one leaves the field or presses Enter, not at every letter.
function Typed({ label, value, onChange, pattern }: { label: string; value: string | undefined; onChange: (value: string) => void; pattern?: RegExp }) {
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const bad = pattern !== undefined && !pattern.test(text.trim());
  const done = () => !bad && text.trim() !== (value ?? '') && onChange(text.trim());
  return <Input aria-label={label} value={text} status={bad ? 'error' : ''} onChange={(event) => setText(event.target.value)} onBlur={done} onPressEnter={done} />;
}

function Amount({ label, value, onChange }: { label: string; value: string | undefined; onChange: (value: string | null) => void }) {
  const words = useWords();
  return (
    <InputNumber<string>
      aria-label={label}
      stringMode
      min="0"
      precision={2}
      suffix={words.common.yuan}
      style={{ width: '100%' }}
      value={value ?? null}
      changeOnBlur
      onChange={(amount) => onChange(amount)}
    />
  );
}

function FilterMarks({ filters, setFilters }: { filters: Filters; setFilters: List['setFilters'] }) {
  const words = useWords();
  const said = words.findings;
  const marks: [keyof Filters, string][] = [];
  if (filters.institution) marks.push(['institution', `${said.institution} ${filters.institution}`]);
  if (filters.region) marks.push(['region', `${said.region} ${filters.region}`]);
  if (filters.psn_no) marks.push(['psn_no', `${said.person} ${filters.psn_no}`]);
  if (filters.doctor) marks.push(['doctor', `${said.doctor} ${filters.doctor}`]);
  if (filters.run) marks.push(['run', said.runOf(filters.run)]);
  if (filters.same_lines) marks.push(['same_lines', said.sameLines]);
  if (filters.gone) marks.push(['gone', said.gone]);
  if (filters.family) marks.push(['family', said.families[filters.family as keyof typeof said.families] ?? filters.family]);
  if (filters.verdict) marks.push(['verdict', words.common.verdicts[filters.verdict as keyof typeof words.common.verdicts] ?? filters.verdict]);
  if (filters.text) marks.push(['text', `“${filters.text}”`]);
  if (filters.least) marks.push(['least', `≥ ${filters.least}`]);
  if (filters.most) marks.push(['most', `≤ ${filters.most}`]);
  return marks.map(([name, text]) => (
    <button key={name} type="button" className="filter-mark" onClick={() => setFilters({ [name]: null })}>
      <Tag tone="active">
        <span className="foreign">{text}</span> ×
      </Tag>
    </button>
  ));
}
