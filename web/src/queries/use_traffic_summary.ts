import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type TrafficSummary = Schemas['TrafficSummary'];
/** Between two looks; not while the page is hidden. */
export const kLookAgain = 10_000;

export const useTrafficSummary = (minutes: number, institution: string | undefined, live: boolean) =>
  useQuery({
    queryKey: ['traffic', 'summary', minutes, institution],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/traffic/summary', {
          params: { query: { minutes, ...(institution === undefined ? {} : { institution }) } },
          signal,
        }),
      ),
    refetchInterval: live ? kLookAgain : false,
    placeholderData: keepPreviousData,
  });
