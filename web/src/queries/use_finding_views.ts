import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

/** Who looked; only for those who may judge. */
export const useFindingViews = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['finding', id, 'views'],
    queryFn: ({ signal }) => answered(api.GET('/v1/findings/{id}/views', { params: { path: { id } }, signal })),
    enabled,
  });
