import { keepPreviousData, useQueries } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export const gravities = [1, 2, 3] as const;
export type GravityTotals = Schemas['FindingTotals'] & { gravity: (typeof gravities)[number] };

/** What is in dispute in a period by gravity: the service groups by verdict, and sums a search. */
export const useGravityTotals = (search: { from: string; to: string; region?: string }) =>
  useQueries({
    queries: gravities.map((gravity) => ({
      queryKey: ['findings', 'totals', { ...search, sev_deg: gravity }],
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<GravityTotals> => ({
        ...(await answered(api.GET('/v1/findings/totals', { params: { query: { ...search, sev_deg: gravity } }, signal }))),
        gravity,
      }),
      placeholderData: keepPreviousData,
    })),
    combine: (results) => ({
      rows: results.flatMap(({ data }) => (data === undefined ? [] : [data])),
      error: results.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => results.forEach((result) => void result.refetch()),
    }),
  });
