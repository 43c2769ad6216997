// A password that is shown this once.
import { Alert, Typography } from 'antd';

import { useWords } from '../../words';

export function OneTimePassword({ login, password }: { login: string; password: string }) {
  const words = useWords();
  return (
    <Alert
      type="success"
      title={`${login} · ${words.accounts.oneTime}`}
      description={
        <>
          <Typography.Paragraph
            className="one-time"
            copyable={{ text: password, tooltips: [words.common.copy, words.common.copied] }}
          >
            {password}
          </Typography.Paragraph>
          {words.accounts.oneTimeHint}
        </>
      }
    />
  );
}
