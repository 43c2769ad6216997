import { App, Button, Popconfirm } from 'antd';

import { When } from '../../parts/day';
import { Section } from '../../parts/page_frame';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import { useEndSessions } from '../../queries/use_account_changes';
import { useAccountSessions } from '../../queries/use_account_sessions';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import type { Schemas } from '../../api/client';

export function AccountSessions({ id, name }: { id: string; name: string }) {
  const words = useWords();
  const said = words.accounts;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const mayEnd = useMay()('manage_accounts');
  const query = useAccountSessions(id);
  const end = useEndSessions(id);
  const stop = (sessionId: string | null) =>
    end.mutate(sessionId, {
      onSuccess: () => void message.success(said.ended),
      onError: (error) => void message.error(problemText(error)),
    });

  const columns: SmallColumn<Schemas['Session']>[] = [
    { key: 'client', title: said.client, render: (session) => `${session.client}${session.current ? ` · ${said.current}` : ''}` },
    { key: 'made_at', title: said.since, render: (session) => <When time={session.made_at} /> },
    { key: 'seen_at', title: said.seen, render: (session) => <When time={session.seen_at} /> },
    { key: 'ends_at', title: said.until, render: (session) => <When time={session.ends_at} /> },
  ];
  if (mayEnd) {
    columns.push({
      key: 'end',
      title: <span className="unseen">{said.endOne}</span>,
      align: 'end',
      render: (session) => (
        <Button size="small" disabled={end.isPending} onClick={() => stop(session.session_id)}>
          {said.endOne}
        </Button>
      ),
    });
  }
  const sessions = query.data?.items;
  return (
    <Section
      title={said.sessions}
      extra={
        mayEnd && sessions !== undefined && sessions.length > 1 ? (
          <Popconfirm title={said.endAllAsk(name)} okText={said.endAll} placement="bottomRight" onConfirm={() => stop(null)}>
            <Button size="small">{said.endAll}</Button>
          </Popconfirm>
        ) : undefined
      }
    >
      {query.isPending && <BlockSkeleton height={120} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {sessions?.length === 0 && <EmptyState title={said.noSessions} />}
      {sessions !== undefined && sessions.length > 0 && (
        <>
          <SmallTable label={said.sessions} columns={columns} rows={sessions} rowKey={(session) => session.session_id} />
          <p className="hint sessions-hint">{said.sessionsHint}</p>
        </>
      )}
    </Section>
  );
}
