import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';

import { ProblemError, saidIn } from '../api/problem';
import { usePreferences } from '../preferences';
import { durationText } from '../parts/day';
import { useWords } from '../words';
import { useSession, type Ended } from './session';

export function SignInForm({ why }: { why: Ended | null }) {
  const words = useWords();
  const { language } = usePreferences();
  const { signIn } = useSession();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ProblemError | null>(null);
  const told = { expired: words.session.expired, signed_out: words.session.signedOut, password_changed: words.session.passwordChanged };

  const enter = async ({ login, password }: { login: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      await signIn(login.trim(), password);
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem;
      setError(problem);
      setBusy(false);
    }
  };

  return (
    <Form layout="vertical" requiredMark={false} onFinish={enter} className="door-form" disabled={busy}>
      <h1>{words.session.signIn}</h1>
      <p className="door-lead">{words.session.lead}</p>
      {error === null && why !== null && <Alert type="info" title={told[why]} />}
      {error !== null && (
        <Alert
          type="error"
          role="alert"
          title={error.status === 429 ? words.session.locked : error.status === 0 ? words.common.states.unreachable : words.session.wrong}
          description={
            error.retryAfter !== null
              ? words.session.unlockedIn(durationText(error.retryAfter, words))
              : error.status === 0
                ? words.common.states.unreachableHint
                : saidIn(language, error.detail)
          }
        />
      )}
      <Form.Item name="login" label={words.session.login} rules={[{ required: true, whitespace: true, message: words.session.loginMissing }]}>
        <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} size="large" />
      </Form.Item>
      <Form.Item name="password" label={words.session.password} rules={[{ required: true, message: words.session.passwordMissing }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {words.session.signIn}
      </Button>
    </Form>
  );
}
