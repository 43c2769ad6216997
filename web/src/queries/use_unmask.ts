import { useMutation } from '@tanstack/react-query';

import { answered, api } from '../api/client';

/** Telephone and certificates of a person; the reason goes into the access log. */
export const useUnmask = (psn_no: string) =>
  useMutation({
    mutationFn: (reason: string) =>
      answered(api.POST('/v1/persons/{psn_no}/unmask', { params: { path: { psn_no } }, body: { reason } })),
  });
