// A change becomes part of a draft: what is asked for besides the draft itself are the children, as fields of the form.
import './draft.css';

import { App, Form, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';

import { useAddToDraft } from '../../queries/use_add_to_draft';
import type { SentChanges } from '../../queries/use_draft';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';
import { ErrorState } from '../states';
import { DraftChoice, targetOf, type ChosenDraft } from './draft_choice';

interface Props<Given extends object> {
  open: boolean;
  title: string;
  /** The draft that it belongs to anyway; without: it is chosen. */
  draft?: number;
  /** Of the fields among the children. */
  initial?: Partial<Given>;
  changesOf: (given: Given) => SentChanges;
  onClose: () => void;
  /** Without: the draft is shown. */
  onAdded?: () => void;
  children?: ReactNode;
}

export function AddToDraft<Given extends object>(props: Props<Given>) {
  const { open, title, draft, initial, changesOf, onClose, onAdded, children } = props;
  const words = useWords();
  const said = words.drafts.add;
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { regions } = useSelf();
  const [form] = Form.useForm<Given & ChosenDraft>();
  const add = useAddToDraft();
  const close = () => {
    add.reset();
    onClose();
  };
  const submit = (given: Given & ChosenDraft) =>
    add.mutate(
      { to: draft ?? targetOf(given), more: changesOf(given) },
      {
        onSuccess: ({ draft_no }) => {
          void message.success(said.added(draft_no));
          close();
          if (onAdded === undefined) void navigate(`/drafts/${draft_no}`);
          else onAdded();
        },
      },
    );
  // Who sees one region drafts for it.
  const region = regions.includes('') ? '' : (regions[0] ?? '');
  return (
    <Modal
      open={open}
      title={<span className="foreign">{title}</span>}
      okText={said.submit}
      okButtonProps={{ htmlType: 'submit', form: 'add-to-draft' }}
      confirmLoading={add.isPending}
      destroyOnHidden
      width={560}
      onCancel={close}
    >
      <Form
        id="add-to-draft"
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ draft: 0, title, region, ...initial }}
        onFinish={submit}
      >
        {add.isError && <ErrorState error={add.error} />}
        {children}
        {draft === undefined && <DraftChoice />}
      </Form>
    </Modal>
  );
}
