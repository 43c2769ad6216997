// A list of the service, page after page, under filters that stand in the address: every view is a link.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type Filters<Name extends string> = Partial<Record<Name, string>>;

export interface ListPage<Row> {
  items: Row[];
  next: string | null;
}

export interface Asked<Name extends string> {
  filters: Filters<Name>;
  cursor: string | undefined;
  signal: AbortSignal;
}

/** Filters of the address's query. Setting one replaces the entry in the browser's history, so that Back leaves the list. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const filters = useMemo(() => {
    const given = new URLSearchParams(text);
    const found: Filters<Name> = {};
    for (const name of names) {
      const value = given.get(name);
      if (value !== null && value !== '') found[name] = value;
    }
    return found;
  }, [names, text]);
  const setFilters = useCallback(
    (changes: { [K in Name]?: string | null | undefined }) => {
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries<string | null | undefined>(changes)) {
            if (value === null || value === undefined || value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  const clearFilters = useCallback(
    () => setFilters(Object.fromEntries(names.map((name) => [name, null])) as Record<Name, null>),
    [names, setFilters],
  );
  return { filters, setFilters, clearFilters, isFiltered: Object.keys(filters).length > 0 };
}

interface Options<Row> {
  /** Milliseconds until the loaded pages are asked for again; false: not by itself. */
  again?: (rows: Row[]) => number | false;
}

/** `names` and `fetchPage` stand outside of the component: they must not change. */
export function useListQuery<Row, Name extends string>(
  key: string,
  names: readonly Name[],
  fetchPage: (asked: Asked<Name>) => Promise<ListPage<Row>>,
  options: Options<Row> = {},
) {
  const filtering = useFilters(names);
  const { filters } = filtering;
  const query = useInfiniteQuery({
    queryKey: [key, filters],
    queryFn: ({ pageParam, signal }) => fetchPage({ filters, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state }) => options.again?.(state.data?.pages.flatMap((page) => page.items) ?? []) ?? false,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  return { ...filtering, query, rows };
}

export type ListQuery<Row, Name extends string> = ReturnType<typeof useListQuery<Row, Name>>;
