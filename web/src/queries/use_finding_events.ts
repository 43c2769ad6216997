import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type FindingEvent = Schemas['FindingEvent'];

export const useFindingEvents = (id: string) =>
  useQuery({
    queryKey: ['finding', id, 'events'],
    queryFn: ({ signal }) => answered(api.GET('/v1/findings/{id}/events', { params: { path: { id } }, signal })),
  });
