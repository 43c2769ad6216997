import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';

import { useAccountNames } from '../../queries/use_account_names';
import type { useLog } from '../../queries/use_log';
import { useMay } from '../../session/session';
import { useWords } from '../../words';

const day = 'YYYY-MM-DD';

export function LogFilters({ list }: { list: ReturnType<typeof useLog> }) {
  const said = useWords().log;
  const { filters, setFilters } = list;
  const accounts = useAccountNames(useMay()('read_accounts'));
  const known = accounts.data?.items ?? [];
  // Who stands in the address and not in the list can be seen and taken away all the same.
  const chosen = filters.account_id;
  const strange = chosen !== undefined && known.every((one) => one.account_id !== chosen) ? [{ value: chosen, label: chosen }] : [];
  return (
    <>
      <Select
        aria-label={said.who}
        className="log-filter"
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen ?? ''}
        onChange={(account_id) => setFilters({ account_id })}
        options={[
          { value: '', label: said.anyone },
          ...strange,
          ...known.map((one) => ({ value: one.account_id, label: `${one.login} ${one.display_name}` })),
        ]}
      />
      <Select
        aria-label={said.action}
        className="log-filter"
        showSearch={{ optionFilterProp: 'label' }}
        value={filters.action ?? ''}
        onChange={(action) => setFilters({ action })}
        options={[{ value: '', label: said.anyAction }, ...Object.entries(said.actions).map(([value, label]) => ({ value, label }))]}
      />
      <Select
        aria-label={said.object}
        style={{ minWidth: 120 }}
        value={filters.object_kind ?? ''}
        onChange={(object_kind) => setFilters({ object_kind, object_id: null })}
        options={[{ value: '', label: said.anyObject }, ...Object.entries(said.objects).map(([value, label]) => ({ value, label }))]}
      />
      <ObjectId
        value={filters.object_id}
        disabled={filters.object_kind === undefined}
        onChange={(object_id) => setFilters({ object_id })}
      />
      <DatePicker.RangePicker
        style={{ width: 230 }}
        aria-label={said.period}
        placeholder={[said.from, said.to]}
        allowEmpty={[true, true]}
        value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to).subtract(1, 'day') : null]}
        onChange={(days) =>
          // The last day belongs to the period; the service wants the one after it.
          setFilters({ from: days?.[0]?.format(day), to: days?.[1]?.add(1, 'day').format(day) })
        }
      />
    </>
  );
}

// Asked for at Enter or when one leaves the field, not at every letter.
function ObjectId({ value, disabled, onChange }: { value: string | undefined; disabled: boolean; onChange: (value: string) => void }) {
  const said = useWords().log;
  const [text, setText] = useState(value ?? '');
  useEffect(() => setText(value ?? ''), [value]);
  const done = () => text.trim() !== (value ?? '') && onChange(text.trim());
  return (
    <Input
      aria-label={said.objectId}
      placeholder={disabled ? said.objectIdHint : said.objectId}
      className="log-filter"
      value={text}
      disabled={disabled}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onPressEnter={done}
    />
  );
}
