import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type DraftRow = Schemas['RuleDraftRow'];
export type DraftState = Schemas['DraftState'];
const names = ['state'] as const;

const fetchDrafts = ({ filters, cursor, signal }: Asked<(typeof names)[number]>) =>
  answered(
    api.GET('/v1/drafts', {
      params: { query: { ...(filters as { state?: DraftState }), ...(cursor === undefined ? {} : { cursor }) } },
      signal,
    }),
  );

export const useDrafts = () => useListQuery('drafts', names, fetchDrafts);

/** The latest drafts that one may add a change to. */
export const useChangeableDrafts = (wanted: boolean) =>
  useQuery({
    queryKey: ['drafts', 'changeable'],
    queryFn: async ({ signal }) => {
      const states: DraftState[] = ['open', 'rejected'];
      const pages = await Promise.all(
        states.map((state) => answered(api.GET('/v1/drafts', { params: { query: { state, limit: 200 } }, signal }))),
      );
      return pages.flatMap((page) => page.items).filter((draft) => draft.steps.includes('change'));
    },
    enabled: wanted,
  });
