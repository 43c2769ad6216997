import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import type { Filters } from './use_list_query';

export type Overview = Schemas['Overview'];
export const overviewFilters = ['from', 'to', 'region'] as const;

export const useOverview = (filters: Filters<(typeof overviewFilters)[number]>) =>
  useQuery({
    queryKey: ['overview', filters],
    queryFn: ({ signal }) => answered(api.GET('/v1/overview', { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
