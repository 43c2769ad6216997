import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type Person = Schemas['Person'];

/** A person's visits, settlements and findings. The reason goes into the access log. */
export const usePerson = (psn_no: string, reason: string, enabled = true) =>
  useQuery({
    queryKey: ['person', psn_no],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/persons/{psn_no}', { params: { path: { psn_no }, query: { reason } }, signal })),
    enabled,
  });
