import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api } from '../api/client';
import { findingFilters, type FindingFilterName } from './use_findings';
import type { Filters } from './use_list_query';

type Query = NonNullable<paths['/v1/findings/totals']['get']['parameters']['query']>;

/** What of the filters of a list restricts it; the order does not. */
export function restricting(filters: Filters<FindingFilterName>): Filters<FindingFilterName> {
  const kept: Filters<FindingFilterName> = {};
  for (const name of findingFilters) if (filters[name] !== undefined) kept[name] = filters[name];
  return kept;
}

export function useFindingTotals(filters: Filters<FindingFilterName>) {
  const query = restricting(filters);
  return useQuery({
    queryKey: ['findings', 'totals', query],
    queryFn: ({ signal }) => answered(api.GET('/v1/findings/totals', { params: { query: query as unknown as Query }, signal })),
    placeholderData: keepPreviousData,
  });
}
