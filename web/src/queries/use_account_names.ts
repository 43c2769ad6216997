import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

const kMost = 200;

/** The first accounts by login, to choose one from. */
export const useAccountNames = (enabled: boolean) =>
  useQuery({
    queryKey: ['account_names'],
    queryFn: ({ signal }) => answered(api.GET('/v1/accounts', { params: { query: { limit: kMost } }, signal })),
    staleTime: 60_000,
    enabled,
  });
