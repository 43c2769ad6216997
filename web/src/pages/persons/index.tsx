// An insured person: asked for with a reason, which stands in the state of the address and not in it.
import { Button, Form, Input } from 'antd';
import { useLocation, useNavigate, useParams } from 'react-router';

import { PageFrame, Section } from '../../parts/page_frame';
import { useWords } from '../../words';
import { PersonDetail } from './person_detail';

const kLeastReason = 4;

export default function Persons() {
  const { psn_no } = useParams();
  const reason: unknown = (useLocation().state as { reason?: unknown } | null)?.reason;
  if (psn_no !== undefined && typeof reason === 'string') return <PersonDetail key={psn_no} psn_no={psn_no} reason={reason} />;
  return <Ask psn_no={psn_no ?? ''} />;
}

function Ask({ psn_no }: { psn_no: string }) {
  const said = useWords().persons;
  const navigate = useNavigate();
  return (
    <PageFrame title={said.title} lead={said.lead}>
      <Section title={said.open}>
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{ psn_no }}
          style={{ maxWidth: 420 }}
          onFinish={(fields: { psn_no: string; reason: string }) =>
            void navigate(`/persons/${encodeURIComponent(fields.psn_no.trim())}`, { state: { reason: fields.reason.trim() } })
          }
        >
          <Form.Item name="psn_no" label={said.number} rules={[{ required: true, whitespace: true, message: said.numberNeeded }]}>
            <Input autoComplete="off" maxLength={50} />
          </Form.Item>
          <Form.Item
            name="reason"
            label={said.reason}
            extra={said.reasonHint}
            rules={[{ validator: (_, text?: string) => ([...(text?.trim() ?? '')].length < kLeastReason ? Promise.reject(new Error(said.reasonNeeded)) : Promise.resolve()) }]}
          >
            <Input autoComplete="off" maxLength={200} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {said.open}
          </Button>
        </Form>
      </Section>
    </PageFrame>
  );
}
