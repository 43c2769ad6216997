import { useMutation } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import { fetchDraft, type DraftNow } from './use_draft';
import { useAddDraftFile } from './use_draft_files';

interface Import {
  to: number | { title: string; region: string };
  file: File;
  published_at: string | undefined;
}

async function draftFor(to: Import['to']): Promise<DraftNow> {
  if (typeof to === 'number') return fetchDraft(to);
  const made = await answered(api.POST('/v1/drafts', { body: { ...to, changes: {} } }));
  return fetchDraft(made.draft_no);
}

/** A file into a draft, a new one if wished. A new draft whose file is refused is given up again. */
export function useImportFile() {
  const add = useAddDraftFile();
  return useMutation({
    mutationFn: async ({ to, file, published_at }: Import) => {
      const seen = await draftFor(to);
      try {
        return await add.mutateAsync({ seen, file, published_at });
      } catch (error) {
        if (typeof to !== 'number') {
          await api.POST('/v1/drafts/{no}/discard', { params: { path: { no: seen.draft.draft_no }, header: { 'If-Match': seen.etag } } });
        }
        throw error;
      }
    },
  });
}
