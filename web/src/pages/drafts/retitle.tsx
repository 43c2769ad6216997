import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';

import { ErrorState } from '../../parts/states';
import { useChangeDraft } from '../../queries/use_change_draft';
import type { DraftNow } from '../../queries/use_draft';
import { useWords } from '../../words';

export function Retitle({ seen }: { seen: DraftNow }) {
  const words = useWords();
  const said = words.drafts;
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const change = useChangeDraft();
  const { parameters, confirmations, withdrawals, rules } = seen.draft.changes;
  const submit = ({ title }: { title: string }) =>
    change.mutate(
      { seen, title: title.trim(), changes: { parameters, confirmations, withdrawals, rules } },
      {
        onSuccess: () => {
          void message.success(said.steps.change);
          setOpen(false);
        },
      },
    );
  return (
    <>
      <Button size="small" className="no-print" onClick={() => setOpen(true)}>
        {said.retitle}
      </Button>
      <Modal
        open={open}
        title={said.retitle}
        okText={words.common.save}
        okButtonProps={{ htmlType: 'submit', form: 'draft-title' }}
        confirmLoading={change.isPending}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Form id="draft-title" layout="vertical" requiredMark={false} initialValues={{ title: seen.draft.title }} onFinish={submit}>
          {change.isError && <ErrorState error={change.error} />}
          <Form.Item name="title" label={said.name} rules={[{ required: true, whitespace: true, message: said.add.titleNeeded }]}>
            <Input maxLength={200} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
