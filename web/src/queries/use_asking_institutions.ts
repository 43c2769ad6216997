import { useQuery } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api } from '../api/client';

export type AskingInstitution =
  paths['/v1/traffic/institutions']['get']['responses'][200]['content']['application/json']['items'][number];

const kAgain = 60_000; // it sums seven days

export const useAskingInstitutions = (live: boolean) =>
  useQuery({
    queryKey: ['traffic', 'institutions'],
    queryFn: ({ signal }) => answered(api.GET('/v1/traffic/institutions', { signal })),
    refetchInterval: live ? kAgain : false,
  });
