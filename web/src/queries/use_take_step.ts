import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type Step = Schemas['FindingStep'];
export interface Change {
  step: Step;
  reason?: 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8';
  text?: string;
  assignee?: string;
}

/** A step on one finding, as it was seen: `etag`. What somebody else changed meanwhile is refused with 412. */
export function useTakeStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ change, etag }: { change: Change; etag: string }) =>
      answered(
        api.POST('/v1/findings/{id}/steps', { params: { path: { id }, header: { 'If-Match': etag } }, body: change }),
      ),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['finding', id] }),
        queries.invalidateQueries({ queryKey: ['findings'] }),
      ]),
  });
}

/** The same step on many: each has its own outcome. */
export function useTakeSteps() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Change & { findings: { finding_id: string; version: number }[] }) =>
      answered(api.POST('/v1/findings/steps', { body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['findings'] }),
  });
}
