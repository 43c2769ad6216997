import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export function useBacktestDraft(no: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['AuditParameters']) => answered(api.POST('/v1/drafts/{no}/backtest', { params: { path: { no } }, body })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['draft', no] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}

export function useShadowDraft(no: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answered(api.POST('/v1/drafts/{no}/shadow', { params: { path: { no } } })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['draft', no] }), queries.invalidateQueries({ queryKey: ['shadows'] })]),
  });
}
