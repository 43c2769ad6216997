import './accounts.css';

import { Alert, App, Form, Modal } from 'antd';

import { ProblemError } from '../../api/problem';
import { ErrorState } from '../../parts/states';
import type { HeldAccount } from '../../queries/use_account';
import { useChangeAccount } from '../../queries/use_account_changes';
import { useWords } from '../../words';
import { AccountFields, draftOf, formOf, type AccountForm } from './account_fields';

interface Props {
  held: HeldAccount;
  open: boolean;
  onClose: () => void;
}

export function ChangeAccount({ held, open, onClose }: Props) {
  const words = useWords();
  const { message } = App.useApp();
  const change = useChangeAccount(held.account.account_id);
  const close = () => {
    change.reset();
    onClose();
  };
  const submit = (form: AccountForm) => {
    const { login: _, ...wanted } = draftOf({ ...form, login: held.account.login });
    change.mutate(
      { change: wanted, etag: held.etag },
      {
        onSuccess: () => {
          void message.success(words.accounts.changed);
          close();
        },
      },
    );
  };
  const isStale = change.error instanceof ProblemError && change.error.status === 412;
  return (
    <Modal
      open={open}
      title={`${words.accounts.change} · ${held.account.login}`}
      okText={words.common.save}
      okButtonProps={{ htmlType: 'submit', form: 'change-account' }}
      confirmLoading={change.isPending}
      destroyOnHidden
      width={480}
      onCancel={close}
    >
      {/* Made anew when the account has changed under it. */}
      <Form<AccountForm>
        key={held.etag}
        id="change-account"
        layout="vertical"
        requiredMark={false}
        initialValues={formOf(held.account)}
        onFinish={submit}
      >
        {isStale && <Alert className="stale" type="warning" title={words.accounts.stale} />}
        {change.isError && !isStale && <ErrorState error={change.error} />}
        <AccountFields />
        <p className="hint">{words.accounts.sessionsEnd}</p>
      </Form>
    </Modal>
  );
}
