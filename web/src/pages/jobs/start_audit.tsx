import './jobs.css';

import { App, DatePicker, Form, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';

import { ErrorState } from '../../parts/states';
import { useStartAudit } from '../../queries/use_start_audit';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';

interface Given {
  from?: Dayjs | null;
  to?: Dayjs | null;
  rules?: string;
  region?: string;
}

const day = (date: Dayjs | null | undefined) => date?.format('YYYY-MM-DD') ?? '';

export function StartAudit({ open, onClose }: { open: boolean; onClose: () => void }) {
  const words = useWords();
  const said = words.jobs.form;
  const { message } = App.useApp();
  const { regions } = useSelf();
  const [form] = Form.useForm<Given>();
  const start = useStartAudit();

  const close = () => {
    start.reset();
    onClose();
  };
  const submit = (given: Given) =>
    start.mutate(
      {
        from: day(given.from),
        to: day(given.to),
        rules: given.rules?.replaceAll(' ', '') ?? '',
        region: given.region?.trim() ?? '',
      },
      {
        onSuccess: (job) => {
          void message.success(words.jobs.started(job.job_no));
          close();
        },
      },
    );

  // Who sees one region starts with it: the service refuses an audit beyond the scope.
  const region = regions.includes('') ? '' : (regions[0] ?? '');
  return (
    <Modal
      open={open}
      title={said.title}
      okText={said.submit}
      okButtonProps={{ htmlType: 'submit', form: 'start-audit' }}
      confirmLoading={start.isPending}
      destroyOnHidden
      width={480}
      onCancel={close}
    >
      <Form id="start-audit" form={form} layout="vertical" requiredMark={false} initialValues={{ region }} onFinish={submit}>
        {start.isError && <ErrorState error={start.error} />}
        <div className="start-audit-days">
          <Form.Item name="from" label={said.from} extra={said.daysHint}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="to" label={said.to} extra={said.daysHint}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item
          name="rules"
          label={said.rules}
          extra={said.rulesHint}
          rules={[{ pattern: /^\s*(\d+(\s*-\s*\d+)?)(\s*,\s*\d+(\s*-\s*\d+)?)*\s*$/, message: said.rulesWrong }]}
        >
          <Input />
        </Form.Item>
        <Form.Item
          name="region"
          label={said.region}
          extra={said.regionHint}
          rules={[{ pattern: /^(\d{2}|\d{4}|\d{6})$/, message: said.regionWrong }]}
        >
          <Input inputMode="numeric" maxLength={6} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
