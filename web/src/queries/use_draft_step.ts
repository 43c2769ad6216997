import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import type { Draft, DraftNow } from './use_draft';

export type Step =
  | { step: 'propose' | 'discard' }
  | { step: 'reject'; reason: string }
  | { step: 'publish'; effective_from: string }
  | { step: 'roll_back'; effective_from: string; reason: string };

function take({ draft, etag }: DraftNow, wish: Step): Promise<Draft> {
  const params = { path: { no: draft.draft_no }, header: { 'If-Match': etag } };
  switch (wish.step) {
    case 'propose':
      return answered(api.POST('/v1/drafts/{no}/propose', { params }));
    case 'discard':
      return answered(api.POST('/v1/drafts/{no}/discard', { params }));
    case 'reject':
      return answered(api.POST('/v1/drafts/{no}/reject', { params, body: { reason: wish.reason } }));
    case 'publish':
      return answered(api.POST('/v1/drafts/{no}/publish', { params, body: { effective_from: wish.effective_from } }));
    case 'roll_back': {
      const { effective_from, reason } = wish;
      return answered(api.POST('/v1/drafts/{no}/roll-back', { params, body: { effective_from, reason } }));
    }
  }
}

/** A step in the life of a draft, as it was seen. What is in force may change with it: everything is asked for anew. */
export function useDraftStep() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, wish }: { seen: DraftNow; wish: Step }) => take(seen, wish),
    onSettled: () => queries.invalidateQueries(),
  });
}
