import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';

import { useWords } from '../../words';
import { AddToDraft } from './add_to_draft';

/** A parameter as far as it is known where it is changed; in a draft its range is not. */
export interface ChangedParameter {
  name: string;
  unit: string;
  /** What holds today, or what the draft says. */
  value: string;
  kind?: 'number' | 'codes';
  min?: string | null;
  max?: string | null;
  region?: string;
  from?: string | null;
  source?: string;
}

interface Given {
  value?: string;
  from?: Dayjs | null;
  source: string;
}

interface Props {
  parameter: ChangedParameter | null;
  draft?: number;
  onClose: () => void;
  onAdded?: () => void;
}

/** A new value of a parameter, with its source, for a draft. */
export function ParameterDialog({ parameter, onClose, ...rest }: Props) {
  const words = useWords();
  const said = words.drafts.add;
  const { kind, min, max, from } = parameter ?? {};
  const isFixed = rest.draft !== undefined;
  const check = (_: unknown, value: string | undefined) => {
    const text = value?.trim() ?? '';
    if (kind !== 'number') return Promise.resolve();
    if (text === '') return Promise.reject(new Error(said.valueNeeded));
    if (!/^-?\d+(\.\d+)?$/.test(text)) return Promise.reject(new Error(said.valueNumber));
    const outside = (min && Number(text) < Number(min)) || (max && Number(text) > Number(max));
    return outside ? Promise.reject(new Error(said.valueWrong(min ?? '', max ?? ''))) : Promise.resolve();
  };
  const hint = kind === 'codes' ? said.codesHint : parameter && `${said.current} ${parameter.value} ${words.rules.units[parameter.unit] ?? parameter.unit}`;
  return (
    <AddToDraft<Given>
      {...rest}
      open={parameter !== null}
      title={said.parameterTitle(parameter?.name ?? '')}
      initial={{ value: isFixed || kind === 'codes' ? (parameter?.value ?? '') : '', source: parameter?.source ?? '', from: from ? dayjs(from) : null }}
      onClose={onClose}
      changesOf={({ value = '', from: day, source }) => ({
        parameters: [
          {
            name: parameter?.name ?? '',
            value: value.trim(),
            from: day?.format('YYYY-MM-DD') ?? null,
            source: source.trim(),
            ...(parameter?.unit ? { unit: parameter.unit } : {}),
            ...(parameter?.region === undefined ? {} : { region: parameter.region }),
          },
        ],
      })}
    >
      <div className="draft-pair">
        <Form.Item name="value" label={said.value} extra={hint} rules={[{ validator: check }]}>
          {kind === 'codes' ? <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} /> : <Input autoFocus />}
        </Form.Item>
        <Form.Item name="from" label={said.from}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <SourceField />
    </AddToDraft>
  );
}

export function SourceField() {
  const words = useWords();
  return (
    <Form.Item
      name="source"
      label={words.drafts.source}
      extra={words.drafts.sourceHint}
      rules={[{ required: true, whitespace: true, message: words.drafts.sourceNeeded }]}
    >
      <Input maxLength={500} />
    </Form.Item>
  );
}
