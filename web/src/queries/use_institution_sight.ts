import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import type { Filters } from './use_list_query';

export type Sight = Schemas['InstitutionSight'];
export const sightFilters = ['from', 'to'] as const;

/** Volumes, findings, doctors, departments, stock rules and indicators of an institution in a period. */
export const useInstitutionSight = (code: string, filters: Filters<(typeof sightFilters)[number]>) =>
  useQuery({
    queryKey: ['institution_sight', code, filters],
    queryFn: ({ signal }) => answered(api.GET('/v1/institutions/{code}/profile', { params: { path: { code }, query: filters }, signal })),
    placeholderData: keepPreviousData,
  });
