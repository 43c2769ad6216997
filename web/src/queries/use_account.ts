import { useQuery } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';

export interface HeldAccount {
  account: Schemas['Account'];
  /** What a change has to name, so that it changes what was seen. */
  etag: string;
}

export const useAccount = (id: string) =>
  useQuery({
    queryKey: ['account', id],
    queryFn: async ({ signal }): Promise<HeldAccount> => {
      const { data, response } = await api.GET('/v1/accounts/{id}', { params: { path: { id } }, signal });
      return { account: data as Schemas['Account'], etag: response.headers.get('ETag') ?? '' };
    },
  });
