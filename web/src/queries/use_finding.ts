import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type FindingView = Schemas['FindingView'];
export type FeeLine = Schemas['FeeLine'];

export interface FindingNow {
  finding: FindingView;
  /** To be given back with a change. */
  etag: string;
}

export const useFinding = (id: string) =>
  useQuery({
    queryKey: ['finding', id],
    queryFn: async ({ signal }): Promise<FindingNow> => {
      const { data, response } = await api.GET('/v1/findings/{id}', { params: { path: { id } }, signal });
      return { finding: data as FindingView, etag: response.headers.get('ETag') ?? '' };
    },
  });

/** Other findings on the same lines. */
export const useSameLines = (id: string) =>
  useQuery({
    queryKey: ['finding', id, 'same_lines'],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/findings', { params: { query: { same_lines: id, limit: 50 } }, signal })),
  });
