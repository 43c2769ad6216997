import { App, Button, Popconfirm } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';

import type { Column } from '../../parts/data_table';
import { Day, When } from '../../parts/day';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { Tag } from '../../parts/tags';
import { useProblemText } from '../../parts/use_problem_text';
import { useRevokeToken, useTokens, type Token } from '../../queries/use_tokens';
import { useWords } from '../../words';
import { MakeToken } from './make_token';
import { Views } from './views';

const keyOf = (token: Token) => token.token_id;
const hasEnded = (token: Token) => dayjs(token.ends_at).isBefore(dayjs());

export function TokenList() {
  const said = useWords().institutionSettings;
  const list = useTokens();
  const [making, setMaking] = useState(false);
  const columns = useMemo(
    (): Column<Token>[] => [
      { key: 'institution', title: said.institution, width: 160, render: (token) => <span className="code">{token.institution}</span> },
      { key: 'name', title: said.tokenName, width: 220, grow: 2, render: (token) => token.name },
      { key: 'state', title: said.tokenState, width: 110, render: (token) => <TokenState token={token} /> },
      { key: 'made_at', title: said.madeAt, width: 150, render: (token) => <When time={token.made_at} /> },
      { key: 'ends_at', title: said.endsAt, width: 120, render: (token) => <Day day={token.ends_at} /> },
      { key: 'id', title: 'ID', width: 170, optional: true, render: (token) => <span className="code">{token.token_id}</span> },
      { key: 'revoke', title: said.revoke, width: 100, render: (token) => (token.revoked ? null : <Revoke token={token} />) },
    ],
    [said],
  );
  const make = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {said.makeToken}
    </Button>
  );
  return (
    <PageFrame fills title={said.title} lead={said.lead} actions={make}>
      <Views />
      <ListBody
        name="tokens"
        label={said.tokens}
        columns={columns}
        list={list}
        rowKey={keyOf}
        empty={{ title: said.noTokens, hint: said.noTokensHint, action: make }}
      />
      {making && <MakeToken onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function TokenState({ token }: { token: Token }) {
  const said = useWords().institutionSettings;
  if (token.revoked) return <Tag tone="quiet">{said.revoked}</Tag>;
  if (hasEnded(token)) return <Tag tone="warning">{said.expired}</Tag>;
  return <Tag tone="good">{said.valid}</Tag>;
}

function Revoke({ token }: { token: Token }) {
  const said = useWords().institutionSettings;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const revoke = useRevokeToken();
  return (
    <Popconfirm
      title={<span className="settings-ask foreign">{said.revokeAsk(token.name)}</span>}
      description={said.revokeHint}
      okText={said.revoke}
      placement="bottomRight"
      onConfirm={() =>
        revoke.mutate(token.token_id, {
          onSuccess: () => void message.success(said.revokedNow),
          onError: (error) => void message.error(problemText(error)),
        })
      }
    >
      <Button size="small" danger loading={revoke.isPending}>
        {said.revoke}
      </Button>
    </Popconfirm>
  );
}
