import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

/** What would differ if a draft, at this version, were published on a day. */
export const useDraftDiff = (no: number, version: number, from: string | undefined, enabled: boolean) =>
  useQuery({
    queryKey: ['draft', no, 'diff', version, from],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/drafts/{no}/diff', { params: { path: { no }, query: from === undefined ? {} : { from } }, signal })),
    enabled,
    placeholderData: keepPreviousData,
  });
