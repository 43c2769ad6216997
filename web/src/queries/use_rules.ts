import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type RuleRow = Schemas['RuleRow'];
export type RuleState = Schemas['RuleState'];

/** All rules as they stand in a region; without: the service's own. */
export const useRules = (region: string | undefined) =>
  useQuery({
    queryKey: ['rules', region],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/rules', { params: { query: { limit: 200, ...(region === undefined ? {} : { region }) } }, signal })),
  });
