// Changing one's password: at the door, when an administrator gave it, or from the account's menu.
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';

import { ProblemError, saidIn } from '../api/problem';
import { usePreferences } from '../preferences';
import { useWords } from '../words';
import { useSession } from './session';

interface Given {
  old_password: string;
  new_password: string;
}

export function PasswordForm({ given }: { given: boolean }) {
  const words = useWords();
  const { language } = usePreferences();
  const { changePassword, signOut } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ProblemError | null>(null);

  const change = async (values: Given) => {
    setBusy(true);
    setError(null);
    try {
      await changePassword(values.old_password, values.new_password);
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem;
      setError(problem);
      setBusy(false);
    }
  };

  const field = (name: string, label: string, autoComplete: string) => (
    <Form.Item name={name} label={label} rules={[{ required: true, message: words.session.passwordMissing }]}>
      <Input.Password autoComplete={autoComplete} />
    </Form.Item>
  );
  return (
    <Form layout="vertical" requiredMark={false} onFinish={change} className="door-form" disabled={busy}>
      {given && <h1>{words.session.mustChange}</h1>}
      <p className="door-lead">{given ? words.session.mustChangeWhy : words.session.allEnd}</p>
      {error !== null && (
        <Alert type="error" role="alert" title={saidIn(language, error.title)} description={saidIn(language, error.detail)} />
      )}
      {field('old_password', words.session.oldPassword, 'current-password')}
      {field('new_password', words.session.newPassword, 'new-password')}
      <p className="hint">{words.session.newPasswordRule}</p>
      <Form.Item
        name="again"
        label={words.session.repeatPassword}
        dependencies={['new_password']}
        rules={[
          { required: true, message: words.session.passwordMissing },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              value === getFieldValue('new_password') || !value
                ? Promise.resolve()
                : Promise.reject(new Error(words.session.differs)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {words.session.changePassword}
      </Button>
      {given && (
        <Button type="link" block disabled={busy} onClick={() => void signOut()}>
          {words.session.signOut}
        </Button>
      )}
    </Form>
  );
}
