import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type AuditResult = Schemas['AuditResult'];
export type BacktestResult = Schemas['BacktestResult'];

/** Of a job that is done; a result never changes. */
export const useJobResult = (no: number, isDone: boolean) =>
  useQuery({
    queryKey: ['job_result', no],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/v1/jobs/{no}/result', { params: { path: { no } }, signal }))) as
        | AuditResult
        | BacktestResult,
    enabled: isDone,
    staleTime: Infinity,
  });
