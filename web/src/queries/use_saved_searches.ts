import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type SavedSearch = Schemas['SavedSearch'];

export const useSavedSearches = () =>
  useQuery({
    queryKey: ['saved_searches'],
    queryFn: ({ signal }) => answered(api.GET('/v1/saved-searches', { signal })),
  });

export function useKeepSearch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; query: string; shared: boolean }) =>
      answered(api.POST('/v1/saved-searches', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['saved_searches'] }),
  });
}

export function useRemoveSearch() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (search_no: number) =>
      answered(api.DELETE('/v1/saved-searches/{search_no}', { params: { path: { search_no } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['saved_searches'] }),
  });
}
