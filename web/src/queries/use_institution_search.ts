import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

const kMost = 200;

/** Institutions whose code or name has the text; without one the first by code. */
export const useInstitutionSearch = (text: string) =>
  useQuery({
    queryKey: ['institution_search', text],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/institutions', { params: { query: { limit: kMost, ...(text === '' ? {} : { text }) } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
