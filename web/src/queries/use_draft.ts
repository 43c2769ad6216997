import { useQuery } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';

export type Draft = Schemas['RuleDraft'];
export type KeptChanges = Schemas['KeptChanges'];
export type SentChanges = Schemas['SentChanges'];
export interface DraftNow {
  draft: Draft;
  /** To be given back with a change. */
  etag: string;
}

export async function fetchDraft(no: number, signal?: AbortSignal): Promise<DraftNow> {
  const { data, response } = await api.GET('/v1/drafts/{no}', { params: { path: { no } }, ...(signal && { signal }) });
  return { draft: data as Draft, etag: response.headers.get('ETag') ?? '' };
}

export const useDraft = (no: number) =>
  useQuery({ queryKey: ['draft', no], queryFn: ({ signal }) => fetchDraft(no, signal) });
