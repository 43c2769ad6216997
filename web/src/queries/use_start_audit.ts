import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export function useStartAudit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (parameters: Schemas['AuditParameters']) =>
      answered(api.POST('/v1/jobs', { body: { kind: 'audit', parameters } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
