import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import { kLookAgain } from './use_traffic_summary';

const kMost = 200;

export const useLatestRequests = (institution: string | undefined, live: boolean) =>
  useQuery({
    queryKey: ['traffic', 'latest', institution],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/traffic', {
          params: { query: { limit: kMost, ...(institution === undefined ? {} : { institution }) } },
          signal,
        }),
      ),
    refetchInterval: live ? kLookAgain : false,
    placeholderData: keepPreviousData,
  });
