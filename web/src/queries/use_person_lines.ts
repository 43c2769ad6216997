import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

const kLines = 200;

/** The latest fee lines of a person before a moment, at most 200. */
export const usePersonLines = (psn_no: string, reason: string, to: string | undefined, enabled = true) =>
  useQuery({
    queryKey: ['person', psn_no, 'lines', to],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/v1/persons/{psn_no}/lines', {
          params: { path: { psn_no }, query: { reason, limit: kLines, ...(to === undefined ? {} : { to }) } },
          signal,
        }),
      ),
    enabled,
  });
