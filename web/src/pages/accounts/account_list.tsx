import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';

import type { Column } from '../../parts/data_table';
import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { useAccounts, type Account } from '../../queries/use_accounts';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { AccountScope } from './account_scope';
import { AccountState } from './account_state';
import { MakeAccount } from './make_account';

const keyOf = (account: Account) => account.account_id;

export function AccountList() {
  const words = useWords();
  const navigate = useNavigate();
  const may = useMay();
  const list = useAccounts();
  const [making, setMaking] = useState(false);

  const columns = useMemo((): Column<Account>[] => {
    const said = words.accounts;
    return [
      {
        key: 'login',
        title: said.login,
        width: 160,
        grow: 1,
        render: (account) => <Link to={`/accounts/${account.account_id}`}>{account.login}</Link>,
      },
      { key: 'name', title: said.name, width: 140, grow: 1, render: (account) => account.display_name },
      {
        key: 'role',
        title: said.role,
        width: 130,
        help: <HelpMark about={said.role} text={said.roleHelp} />,
        render: (account) => words.shell.roles[account.role],
      },
      { key: 'scope', title: said.scope, width: 180, grow: 2, render: (account) => <AccountScope account={account} /> },
      { key: 'state', title: said.state, width: 170, render: (account) => <AccountState account={account} /> },
      { key: 'created_at', title: said.createdAt, width: 150, render: (account) => <When time={account.created_at} /> },
    ];
  }, [words]);

  return (
    <PageFrame
      fills
      title={words.accounts.title}
      lead={words.accounts.lead}
      actions={
        may('manage_accounts') ? (
          <Button type="primary" onClick={() => setMaking(true)}>
            {words.accounts.make}
          </Button>
        ) : undefined
      }
    >
      <ListBody
        name="accounts"
        label={words.accounts.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(account) => void navigate(`/accounts/${account.account_id}`)}
        empty={{ title: words.accounts.empty }}
      />
      <MakeAccount open={making} onClose={() => setMaking(false)} />
    </PageFrame>
  );
}
