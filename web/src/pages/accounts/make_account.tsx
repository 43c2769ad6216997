import './accounts.css';

import { Button, Form, Input, Modal } from 'antd';

import { ErrorState } from '../../parts/states';
import { useMakeAccount } from '../../queries/use_account_changes';
import { useWords } from '../../words';
import { AccountFields, draftOf, type AccountForm } from './account_fields';
import { OneTimePassword } from './one_time_password';

export function MakeAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const words = useWords();
  const said = words.accounts;
  const make = useMakeAccount();
  const close = () => {
    make.reset();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={said.make}
      okText={said.make}
      okButtonProps={{ htmlType: 'submit', form: 'make-account' }}
      confirmLoading={make.isPending}
      {...(make.isSuccess ? { footer: <Button onClick={close}>{words.common.close}</Button> } : {})}
      mask={{ closable: false }}
      destroyOnHidden
      width={480}
      onCancel={close}
    >
      {make.isSuccess ? (
        <OneTimePassword login={make.data.login} password={make.data.one_time_password} />
      ) : (
        <Form<AccountForm>
          id="make-account"
          layout="vertical"
          requiredMark={false}
          onFinish={(form) => make.mutate(draftOf(form))}
        >
          {make.isError && <ErrorState error={make.error} />}
          <Form.Item
            name="login"
            label={said.login}
            extra={said.loginHint}
            rules={[{ required: true, pattern: /^[A-Za-z0-9._@-]{1,64}$/, message: said.loginWrong }]}
          >
            <Input maxLength={64} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <AccountFields />
        </Form>
      )}
    </Modal>
  );
}
