import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type InstitutionSettings = Schemas['InstitutionSettings'];
export type SettingsDraft = NonNullable<paths['/v1/institution-settings/{code}']['put']['requestBody']>['content']['application/json'];

const noFilters = [] as const;

const fetchSettings = ({ cursor, signal }: Asked<never>) =>
  answered(api.GET('/v1/institution-settings', { params: { query: cursor === undefined ? {} : { cursor } }, signal }));

/** Gateway settings inside one's scope, by code. */
export const useInstitutionSettings = () => useListQuery('institution_settings', noFilters, fetchSettings);

/** Those of one institution, with what a change has to name. */
export const useHeldSettings = (code: string | undefined) =>
  useQuery({
    queryKey: ['institution_settings_of', code],
    queryFn: async ({ signal }) => {
      const { data, response } = await api.GET('/v1/institution-settings/{code}', {
        params: { path: { code: code ?? '' } },
        signal,
      });
      return { settings: data as InstitutionSettings, etag: response.headers.get('ETag') ?? '' };
    },
    enabled: code !== undefined,
    gcTime: 0, // a form begins with what is, not with what was
  });

/** Makes settings, when there is no `etag`, or changes those seen. */
export function useSaveSettings() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ code, draft, etag }: { code: string; draft: SettingsDraft; etag: string | null }) =>
      answered(
        api.PUT('/v1/institution-settings/{code}', {
          params: { path: { code }, header: etag === null ? { 'If-None-Match': '*' } : { 'If-Match': etag } },
          body: draft,
        }),
      ),
    // Also when it was refused: somebody else may have changed them.
    onSettled: (_, __, { code }) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['institution_settings'] }),
        queries.invalidateQueries({ queryKey: ['institution_settings_of', code] }),
      ]),
  });
}
