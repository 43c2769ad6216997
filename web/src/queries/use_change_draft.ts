import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import type { Draft, DraftNow, SentChanges } from './use_draft';

interface Change {
  title: string;
  changes: SentChanges;
}

const put = ({ draft, etag }: DraftNow, body: Change) =>
  answered(
    api.PUT('/v1/drafts/{no}', { params: { path: { no: draft.draft_no }, header: { 'If-Match': etag } }, body }),
  );

/** Changes a draft as it was seen; what somebody else changed meanwhile is refused with 412. */
export function useChangeDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, ...body }: Change & { seen: DraftNow }): Promise<Draft> => put(seen, body),
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'draft' || queryKey[0] === 'drafts' }),
  });
}
