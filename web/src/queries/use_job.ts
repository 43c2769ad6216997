import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import { isMoving } from './use_jobs';

export const useJob = (no: number) =>
  useQuery({
    queryKey: ['job', no],
    queryFn: ({ signal }) => answered(api.GET('/v1/jobs/{no}', { params: { path: { no } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? 1000 : false),
  });
