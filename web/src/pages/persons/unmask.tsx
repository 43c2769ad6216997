// Telephone and certificates: shown once, for a reason that is logged, and gone when the dialog closes.
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';

import { Facts } from '../../parts/facts';
import { useProblemText } from '../../parts/use_problem_text';
import { useUnmask } from '../../queries/use_unmask';
import { useWords } from '../../words';

export function Unmask({ psn_no }: { psn_no: string }) {
  const words = useWords();
  const said = words.persons;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const unmask = useUnmask(psn_no);
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const close = () => {
    setOpen(false);
    unmask.reset();
    form.resetFields();
  };
  const seen = unmask.data;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{said.unmask}</Button>
      <Modal
        open={open}
        title={said.unmaskTitle}
        onCancel={close}
        onOk={() => (seen === undefined ? form.submit() : close())}
        okText={seen === undefined ? said.open : words.common.close}
        cancelText={words.common.cancel}
        confirmLoading={unmask.isPending}
        destroyOnHidden // a closed dialog would keep in the document what it showed
      >
        {seen === undefined ? (
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={({ reason }) => unmask.mutate(reason.trim(), { onError: (error) => void message.error(problemText(error), 6) })}
          >
            <p className="hint">{said.unmaskHint}</p>
            <Form.Item name="reason" label={said.unmaskReason} rules={[{ required: true, whitespace: true, min: 5, max: 200, message: said.unmaskReason }]}>
              <Input autoComplete="off" maxLength={200} />
            </Form.Item>
          </Form>
        ) : (
          <Facts
            facts={[
              [said.tel, seen.tel ?? said.nothing],
              [said.region, seen.insu_admdvs ?? said.nothing],
              [
                said.certificates,
                seen.certificates.length === 0 ? said.nothing : seen.certificates.map((one) => <div key={`${one.mdtrt_cert_no} ${one.fixmedins_code}`} className="code">{one.mdtrt_cert_no}</div>),
              ],
            ]}
          />
        )}
      </Modal>
    </>
  );
}
