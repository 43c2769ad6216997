import './accounts.css';

import { App, Button, Modal, Popconfirm } from 'antd';
import { useState } from 'react';

import { Facts } from '../../parts/facts';
import { When } from '../../parts/day';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import { useAccount, type HeldAccount } from '../../queries/use_account';
import { useChangeAccount, useResetPassword } from '../../queries/use_account_changes';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { AccountSessions } from './account_sessions';
import { AccountScope } from './account_scope';
import { AccountState } from './account_state';
import { ChangeAccount } from './change_account';
import { OneTimePassword } from './one_time_password';

export function AccountDetail({ id }: { id: string }) {
  const words = useWords();
  const may = useMay();
  const query = useAccount(id);
  const back = { to: '/accounts', label: words.accounts.title };
  if (query.data === undefined) {
    return (
      <PageFrame title={words.accounts.title} back={back}>
        {query.isPending ? (
          <BlockSkeleton height={120} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </PageFrame>
    );
  }
  const { account } = query.data;
  return (
    <PageFrame
      title={account.display_name}
      back={back}
      marks={<AccountState account={account} />}
      actions={may('manage_accounts') ? <Actions held={query.data} /> : undefined}
    >
      <Section title={words.accounts.about}>
        <Facts
          facts={[
            [words.accounts.login, account.login],
            [words.accounts.role, words.shell.roles[account.role]],
            [words.accounts.scope, <AccountScope key="s" account={account} />],
            [words.accounts.createdAt, <When key="c" time={account.created_at} />],
          ]}
        />
      </Section>
      <AccountSessions id={id} name={account.display_name} />
    </PageFrame>
  );
}

function Actions({ held }: { held: HeldAccount }) {
  const words = useWords();
  const said = words.accounts;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const { account, etag } = held;
  const [changing, setChanging] = useState(false);
  const change = useChangeAccount(account.account_id);
  const reset = useResetPassword(account.account_id);
  const fail = (error: Error) => void message.error(problemText(error));
  const setActive = (active: boolean) =>
    change.mutate(
      { change: { active }, etag },
      { onError: fail, onSuccess: () => void message.success(said.changed) },
    );
  return (
    <>
      <Button onClick={() => setChanging(true)}>{said.change}</Button>
      <Popconfirm
        title={said.resetAsk(account.display_name)}
        description={<p className="ask-hint">{said.resetHint}</p>}
        okText={said.reset}
        onConfirm={() => reset.mutate(undefined, { onError: fail })}
      >
        <Button loading={reset.isPending}>{said.reset}</Button>
      </Popconfirm>
      {account.active ? (
        <Popconfirm
          title={said.deactivateAsk(account.display_name)}
          description={<p className="ask-hint">{said.sessionsEnd}</p>}
          okText={said.deactivate}
          placement="bottomRight"
          onConfirm={() => setActive(false)}
        >
          <Button danger loading={change.isPending}>
            {said.deactivate}
          </Button>
        </Popconfirm>
      ) : (
        <Button loading={change.isPending} onClick={() => setActive(true)}>
          {said.activate}
        </Button>
      )}
      <ChangeAccount held={held} open={changing} onClose={() => setChanging(false)} />
      <Modal
        open={reset.isSuccess}
        title={said.reset}
        mask={{ closable: false }}
        footer={<Button onClick={() => reset.reset()}>{words.common.close}</Button>}
        onCancel={() => reset.reset()}
      >
        {reset.data !== undefined && <OneTimePassword login={account.login} password={reset.data.one_time_password} />}
      </Modal>
    </>
  );
}
