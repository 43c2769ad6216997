import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type OwnProfile = Schemas['InstitutionSight'];
export type Indicator = Schemas['Indicator'];

/** An institution with its findings and indicators, of the year before the last settlement. */
export const useOwnProfile = (code: string) =>
  useQuery({
    queryKey: ['own_profile', code],
    queryFn: ({ signal }) => answered(api.GET('/v1/institutions/{code}/profile', { params: { path: { code } }, signal })),
  });
