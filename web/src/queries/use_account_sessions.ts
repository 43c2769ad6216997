import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export const useAccountSessions = (id: string) =>
  useQuery({
    queryKey: ['account_sessions', id],
    queryFn: ({ signal }) => answered(api.GET('/v1/accounts/{id}/sessions', { params: { path: { id } }, signal })),
  });
