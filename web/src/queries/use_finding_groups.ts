import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api, type Schemas } from '../api/client';
import { restricting } from './use_finding_totals';
import type { FindingFilterName } from './use_findings';
import type { Filters } from './use_list_query';

type Query = paths['/v1/findings/groups']['get']['parameters']['query'];

export function useFindingGroups(by: Schemas['FindingGroupBy'], filters: Filters<FindingFilterName>) {
  const query = { by, ...restricting(filters) };
  return useQuery({
    queryKey: ['findings', 'groups', query],
    queryFn: ({ signal }) => answered(api.GET('/v1/findings/groups', { params: { query: query as unknown as Query }, signal })),
    placeholderData: keepPreviousData,
  });
}
