import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type ShadowRow = Schemas['ShadowRow'];
export type Shadow = Schemas['Shadow'];
const names: readonly never[] = [];
const kAgain = 5000; // milliseconds: questions go on coming

const fetchShadows = ({ cursor, signal }: Asked<never>) =>
  answered(api.GET('/v1/shadows', { params: { query: cursor === undefined ? {} : { cursor } }, signal }));

const isRunning = (shadow: { state: ShadowRow['state'] }) => shadow.state === 'running';

export const useShadows = () =>
  useListQuery('shadows', names, fetchShadows, { again: (rows) => (rows.some(isRunning) ? kAgain : false) });

export const useShadow = (id: string | null) =>
  useQuery({
    queryKey: ['shadow', id],
    queryFn: ({ signal }) => answered(api.GET('/v1/shadows/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data !== undefined && isRunning(state.data) ? kAgain : false),
  });

export function useEndShadow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answered(api.DELETE('/v1/shadows/{id}', { params: { path: { id } } })),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: ['shadow', id] });
      return queries.invalidateQueries({ queryKey: ['shadows'] });
    },
  });
}
