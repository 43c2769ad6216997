import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type Rule = Schemas['Rule'];
export type RuleParameter = Schemas['RuleParameter'];

/** All about a rule as it stands in a region; without: the service's own. */
export const useRule = (no: number, region?: string) =>
  useQuery({
    queryKey: ['rule', no, region],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/rules/{no}', { params: { path: { no }, query: region === undefined ? {} : { region } }, signal })),
    staleTime: 60_000,
  });
