import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export const useRule = (no: number) =>
  useQuery({
    queryKey: ['rule', no],
    queryFn: ({ signal }) => answered(api.GET('/v1/rules/{no}', { params: { path: { no } }, signal })),
    staleTime: 60_000,
  });
