import { useCallback } from 'react';

import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Point = Schemas['KnowledgePoint'];
export type PointState = Schemas['PointState'];
const names = ['region', 'state'] as const;
const kPage = 200;

/** The knowledge points of a rule as they stand in a region. */
export function useRulePoints(no: number) {
  const fetchPoints = useCallback(
    ({ filters, cursor, signal }: Asked<(typeof names)[number]>) => {
      const query = { ...(filters as { region?: string; state?: PointState }), limit: kPage, ...(cursor === undefined ? {} : { cursor }) };
      return answered(api.GET('/v1/rules/{no}/points', { params: { path: { no }, query }, signal }));
    },
    [no],
  );
  return useListQuery(`rule_points_${no}`, names, fetchPoints);
}
