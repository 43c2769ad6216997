// What an administrator does to accounts. Each leaves the lists and the account to be asked for again.
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type AccountDraft = Pick<Schemas['Account'], 'login' | 'display_name' | 'role' | 'regions' | 'institutions'>;
export type AccountChange = Partial<Omit<AccountDraft, 'login'>> & { active?: boolean };

function useAfter() {
  const queries = useQueryClient();
  return (id?: string) =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['accounts'] }),
      ...(id === undefined
        ? []
        : [
            queries.invalidateQueries({ queryKey: ['account', id] }),
            queries.invalidateQueries({ queryKey: ['account_sessions', id] }),
          ]),
    ]);
}

export function useMakeAccount() {
  const after = useAfter();
  return useMutation({
    mutationFn: (draft: AccountDraft) => answered(api.POST('/v1/accounts', { body: draft })),
    onSuccess: () => after(),
  });
}

export function useChangeAccount(id: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: ({ change, etag }: { change: AccountChange; etag: string }) =>
      answered(
        api.PATCH('/v1/accounts/{id}', { params: { path: { id }, header: { 'If-Match': etag } }, body: change }),
      ),
    // Also when it was refused: somebody else may have changed it.
    onSettled: () => after(id),
  });
}

export function useResetPassword(id: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: () => answered(api.POST('/v1/accounts/{id}/password', { params: { path: { id } } })),
    onSuccess: () => after(id),
  });
}

export function useEndSessions(id: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: (sessionId: string | null) =>
      answered(
        sessionId === null
          ? api.DELETE('/v1/accounts/{id}/sessions', { params: { path: { id } } })
          : api.DELETE('/v1/accounts/{id}/sessions/{session_id}', {
              params: { path: { id, session_id: sessionId } },
            }),
      ),
    onSuccess: () => after(id),
  });
}
