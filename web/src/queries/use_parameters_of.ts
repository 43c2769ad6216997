import { useQuery } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';

export type Parameter = Schemas['Parameter'];

const kPage = 200;

/** Rows of the parameters that some rules use. */
export const useParametersOf = (rules: readonly number[]) =>
  useQuery({
    queryKey: ['parameters', 'all'],
    queryFn: async ({ signal }) => {
      const rows: Parameter[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        // Page after page: each begins where the one before ended.
        // oxlint-disable-next-line no-await-in-loop
        const page = await answered(
          api.GET('/v1/parameters', { params: { query: { limit: kPage, ...(cursor === undefined ? {} : { cursor }) } }, signal }),
        );
        rows.push(...page.items);
        cursor = page.next;
      }
      return rows;
    },
    select: (rows) => rows.filter((row) => row.rules.some((rule) => rules.includes(rule))),
    staleTime: 300_000,
  });
