import { Alert, Button, DatePicker, Form, Input, Modal, Typography } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';

import { ErrorState } from '../../parts/states';
import { useMakeToken } from '../../queries/use_tokens';
import { useWords } from '../../words';
import { InstitutionField } from './institution_field';

interface Fields {
  institution: string;
  name: string;
  ends_at: Dayjs;
}

const kYears = 3;

export function MakeToken({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const said = words.institutionSettings;
  const make = useMakeToken();
  return (
    <Modal
      open
      title={said.makeToken}
      okText={said.makeToken}
      okButtonProps={{ htmlType: 'submit', form: 'make-token' }}
      confirmLoading={make.isPending}
      {...(make.isSuccess ? { footer: <Button onClick={onClose}>{words.common.close}</Button> } : {})}
      mask={{ closable: false }}
      width={520}
      onCancel={onClose}
    >
      {make.isSuccess ? (
        <Alert
          type="success"
          title={<span className="foreign">{`${make.data.institution} · ${make.data.name}`}</span>}
          description={
            <>
              <Typography.Paragraph
                className="code token-once"
                copyable={{ text: make.data.token, tooltips: [words.common.copy, words.common.copied] }}
              >
                {make.data.token}
              </Typography.Paragraph>
              {said.tokenOnceHint}
            </>
          }
        />
      ) : (
        <Form<Fields>
          id="make-token"
          layout="vertical"
          requiredMark={false}
          initialValues={{ ends_at: dayjs().add(1, 'year') }}
          onFinish={({ institution, name, ends_at }) =>
            make.mutate({ institution, name: name.trim(), ends_at: ends_at.format('YYYY-MM-DD') })
          }
        >
          {make.isError && <ErrorState error={make.error} />}
          <InstitutionField />
          <Form.Item name="name" label={said.tokenName} extra={said.tokenNameHint} rules={[{ required: true, whitespace: true, message: said.tokenNameMissing }]}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
          <Form.Item name="ends_at" label={said.endsAt} extra={said.endsAtHint} rules={[{ required: true, message: said.endsAtMissing }]}>
            <DatePicker minDate={dayjs().add(1, 'day')} maxDate={dayjs().add(kYears, 'year').subtract(1, 'day')} style={{ width: '100%' }} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
