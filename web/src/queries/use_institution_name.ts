import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

/** The name of one institution by its code; the code until it is known. */
export function useInstitutionName(code: string | undefined): string {
  const query = useQuery({
    queryKey: ['institution_name', code],
    queryFn: async ({ signal }) => {
      const { fixmedins_name } = await answered(api.GET('/v1/institutions/{code}', { params: { path: { code: code ?? '' } }, signal }));
      return fixmedins_name;
    },
    staleTime: Infinity,
    enabled: code !== undefined,
  });
  return query.data || code || '';
}
