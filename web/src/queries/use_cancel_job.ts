import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (no: number) => answered(api.POST('/v1/jobs/{no}/cancel', { params: { path: { no } } })),
    onSuccess: (job) => {
      queries.setQueryData(['job', job.job_no], job);
      return queries.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
}
