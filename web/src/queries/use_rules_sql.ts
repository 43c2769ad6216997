import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

/** The tables that the readings in SQL stand on; asked for when somebody wants to see them. */
export const useRulesSql = (wanted: boolean) =>
  useQuery({
    queryKey: ['rules_sql'],
    queryFn: ({ signal }) => answered(api.GET('/v1/rules/sql', { signal })),
    enabled: wanted,
    staleTime: Infinity,
  });
