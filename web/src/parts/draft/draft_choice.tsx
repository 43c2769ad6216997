import { Form, Input, Select } from 'antd';

import { useChangeableDrafts } from '../../queries/use_drafts';
import { useWords } from '../../words';

/** What the form holds of it: 0 is a new draft. */
export interface ChosenDraft {
  draft?: number;
  title?: string;
  region?: string;
}

export const targetOf = ({ draft = 0, title = '', region = '' }: ChosenDraft) => (draft === 0 ? { title: title.trim(), region: region.trim() } : draft);

/** Which draft a change becomes part of: a new one, or one that may still be changed. */
export function DraftChoice() {
  const words = useWords();
  const said = words.drafts.add;
  const chosen = Form.useWatch<number | undefined>('draft') ?? 0;
  const { data } = useChangeableDrafts(true);
  return (
    <>
      <Form.Item name="draft" label={said.to}>
        <Select
          options={[
            { value: 0, label: said.fresh },
            ...(data ?? []).map((draft) => ({ value: draft.draft_no, label: `${draft.draft_no} ${draft.title}` })),
          ]}
        />
      </Form.Item>
      {chosen === 0 && (
        <div className="draft-new">
          <Form.Item name="title" label={said.title} rules={[{ required: true, whitespace: true, message: said.titleNeeded }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item
            name="region"
            label={said.region}
            extra={said.regionHelp}
            rules={[{ pattern: /^(\d{2}|\d{4}|\d{6})$/, message: said.regionWrong }]}
          >
            <Input inputMode="numeric" maxLength={6} />
          </Form.Item>
        </div>
      )}
    </>
  );
}
