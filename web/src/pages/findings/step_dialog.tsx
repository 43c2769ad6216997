// One step on one finding or on many: what it means, and what it needs.
import { Form, Input, Modal, Select } from 'antd';

import { useAssignees } from '../../queries/use_assignees';
import type { Change, Step } from '../../queries/use_take_step';
import { useWords } from '../../words';

interface Props {
  step: Step | null;
  /** To whom it can be given is asked for this finding. */
  about: string | undefined;
  count?: number;
  pending: boolean;
  onTake: (change: Change) => void;
  onClose: () => void;
}

type Fields = Pick<Change, 'reason' | 'text' | 'assignee'>;
const kText = 1300; // of 4,000 bytes, three each

export function StepDialog({ step, about, count, pending, onTake, onClose }: Props) {
  const words = useWords();
  const said = words.findings;
  const [form] = Form.useForm<Fields>();
  const assignees = useAssignees(step === 'assign' ? about : undefined);
  if (step === null) return null;
  const reasons = Object.keys(said.reasons) as (keyof typeof said.reasons)[];
  const needsText = step !== 'confirm' && step !== 'assign';
  const take = (fields: Fields) => {
    const change: Change = { step };
    if (step === 'dismiss' && fields.reason !== undefined) change.reason = fields.reason;
    if (step === 'assign') change.assignee = fields.assignee ?? '';
    const text = fields.text?.trim() ?? '';
    if (text !== '') change.text = text;
    onTake(change);
  };
  const title = count === undefined ? said.stepTitles[step] : `${said.stepTitles[step]} · ${said.bulk.chosen(count)}`;
  return (
    <Modal
      open
      title={title}
      okText={said.steps[step]}
      okButtonProps={{ danger: step === 'confirm' }}
      cancelText={words.common.cancel}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => form.resetFields()}
    >
      <p className="hint">{said.stepHints[step]}</p>
      <Form form={form} layout="vertical" onFinish={take} requiredMark={false} disabled={pending}>
        {step === 'dismiss' && (
          <Form.Item name="reason" label={said.reason} rules={[{ required: true, message: said.reasonNeeded }]}>
            <Select options={reasons.map((value) => ({ value, label: `${value} ${said.reasons[value]}` }))} />
          </Form.Item>
        )}
        {step === 'assign' && (
          <Form.Item name="assignee" label={said.assignee}>
            <Select
              allowClear
              showSearch
              optionFilterProp="label"
              loading={assignees.isFetching}
              placeholder={said.nobody}
              options={assignees.data?.items.map((one) => ({
                value: one.account_id,
                label: one.display_name === '' ? one.login : `${one.display_name}（${one.login}）`,
              })) ?? []}
            />
          </Form.Item>
        )}
        {step !== 'assign' && (
          <Form.Item
            name="text"
            style={{ marginBottom: 28 }}
            label={said.text}
            dependencies={['reason']}
            rules={[
              { required: needsText, whitespace: needsText, message: said.textNeeded },
              ({ getFieldValue }) => ({
                validator: (_, text: string | undefined) =>
                  getFieldValue('reason') === 'R8' && [...(text?.trim() ?? '')].length < 10
                    ? Promise.reject(new Error(said.textShort))
                    : Promise.resolve(),
              }),
            ]}
          >
            <Input.TextArea rows={4} maxLength={kText} showCount />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
