import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import type { paths } from '../api/schema';
import type { DraftNow } from './use_draft';

export type AddedFile = paths['/v1/drafts/{no}/files']['post']['responses']['201']['content']['application/json'];
export type KnowledgeDiff = Schemas['KnowledgeDiff'];

const draftsChanged = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] === 'draft' || queryKey[0] === 'drafts' };

export function useAddDraftFile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, file, published_at }: { seen: DraftNow; file: File; published_at: string | undefined }): Promise<AddedFile> =>
      answered(
        api.POST('/v1/drafts/{no}/files', {
          params: {
            path: { no: seen.draft.draft_no },
            query: { name: file.name, ...(published_at === undefined ? {} : { published_at }) },
            header: { 'If-Match': seen.etag },
          },
          body: file as never,
          bodySerializer: () => file,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSettled: () => queries.invalidateQueries(draftsChanged),
  });
}

export function useDropDraftFile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, file }: { seen: DraftNow; file: number }) =>
      answered(
        api.DELETE('/v1/drafts/{no}/files/{file}', {
          params: { path: { no: seen.draft.draft_no, file }, header: { 'If-Match': seen.etag } },
        }),
      ),
    onSettled: () => queries.invalidateQueries(draftsChanged),
  });
}
