import { App, Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';

import { ErrorState } from '../../parts/states';
import type { DraftNow } from '../../queries/use_draft';
import { useDraftStep, type Step } from '../../queries/use_draft_step';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';

type Name = Step['step'];
const order: Name[] = ['discard', 'reject', 'propose', 'roll_back', 'publish'];
const isMain = (step: Name) => step === 'propose' || step === 'publish';
const hasReason = (step: Name) => step === 'reject' || step === 'roll_back';
const hasDay = (step: Name) => step === 'publish' || step === 'roll_back';

interface Given {
  day?: Dayjs;
  reason?: string;
}

const wishOf = (step: Name, { day, reason = '' }: Given): Step => {
  const effective_from = day?.format('YYYY-MM-DD') ?? '';
  switch (step) {
    case 'reject':
      return { step, reason: reason.trim() };
    case 'publish':
      return { step, effective_from };
    case 'roll_back':
      return { step, effective_from, reason: reason.trim() };
    default:
      return { step };
  }
};

/** The steps that this person may take now: the service says which. */
export function DraftSteps({ seen }: { seen: DraftNow }) {
  const words = useWords();
  const said = words.drafts;
  const { account_id } = useSelf();
  const [asked, setAsked] = useState<Name | null>(null);
  const isOwn = seen.draft.author === account_id;
  const nameOf = (step: Name) => (step === 'reject' && isOwn ? said.actions.takeBack : said.actions[step]);
  return (
    <>
      {order
        .filter((step) => seen.draft.steps.includes(step))
        .map((step) => (
          <Button key={step} type={isMain(step) ? 'primary' : 'default'} danger={step === 'roll_back'} onClick={() => setAsked(step)}>
            {nameOf(step)}
          </Button>
        ))}
      {asked !== null && (
        <StepDialog
          seen={seen}
          step={asked}
          title={nameOf(asked)}
          hint={asked === 'reject' && isOwn ? said.ask.takeBack : said.ask[asked]}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface DialogProps {
  seen: DraftNow;
  step: Name;
  title: string;
  hint: string;
  onClose: () => void;
}

function StepDialog({ seen, step, title, hint, onClose }: DialogProps) {
  const words = useWords();
  const said = words.drafts;
  const { message } = App.useApp();
  const take = useDraftStep();
  const submit = (given: Given) =>
    take.mutate(
      { seen, wish: wishOf(step, given) },
      {
        onSuccess: () => {
          void message.success(said.done[step]);
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ htmlType: 'submit', form: 'draft-step', danger: step === 'discard' || step === 'roll_back' }}
      confirmLoading={take.isPending}
      width={480}
      onCancel={onClose}
    >
      <Form id="draft-step" layout="vertical" requiredMark={false} initialValues={{ day: dayjs() }} onFinish={submit}>
        <p className="hint">{hint}</p>
        {take.isError && <ErrorState error={take.error} />}
        {hasDay(step) && (
          <Form.Item name="day" label={said.effectiveFrom} rules={[{ required: true, message: said.dayNeeded }]}>
            <DatePicker style={{ width: '100%' }} allowClear={false} />
          </Form.Item>
        )}
        {hasReason(step) && (
          <Form.Item name="reason" label={said.reason} rules={[{ required: true, whitespace: true, message: said.reasonNeeded }]}>
            <Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
