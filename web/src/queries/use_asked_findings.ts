import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export const kAskedShown = 10;

/** The findings of an institution that wait for its answer, the latest fees first. */
export const useAskedFindings = (institution: string) =>
  useQuery({
    queryKey: ['findings', 'asked', institution],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/findings', {
          params: { query: { institution, state: 'asked', sort: 'time', descending: true, limit: kAskedShown } },
          signal,
        }),
      ),
  });
