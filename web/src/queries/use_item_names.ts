import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';

import { answered, api, type Schemas } from '../api/client';

const kMost = 24; // of codes that are asked for
const kLimits = 20;

/** The name that the knowledge base has for this code, or of items whose codes begin with it; nothing when no limit is about it. */
export function nameAmong(limits: Pick<Schemas['CodeLimit'], 'codes' | 'name' | 'value' | 'value_name'>[], code: string): string | undefined {
  const own = limits.find((limit) => limit.codes.includes(code) && limit.name !== '');
  const pair = limits.find((limit) => limit.value === code)?.value_name;
  const begun = limits.find((limit) => limit.name !== '' && limit.codes.some((one) => one.startsWith(code)));
  return own?.name ?? (pair || begun?.name);
}

/** Fee lines have codes alone: names of those that the knowledge base knows. A code without a name stays a code. */
export function useItemNames(codes: string[]): (code: string) => string | undefined {
  const asked = [...new Set(codes)].filter((code) => code !== '').slice(0, kMost);
  const names = useQueries({
    queries: asked.map((code) => ({
      queryKey: ['item_name', code],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const page = await answered(api.GET('/v1/knowledge/points', { params: { query: { q: code, limit: kLimits } }, signal }));
        return nameAmong(page.items, code) ?? '';
      },
      staleTime: Infinity,
    })),
    combine: (results) => results.map((result) => result.data ?? '').join('\n'), // a text, so that it stays the same
  });
  const all = asked.join('\n');
  return useMemo(() => {
    const found = names.split('\n');
    const known = new Map(all.split('\n').map((code, index) => [code, found[index] || undefined]));
    return (code: string) => known.get(code);
  }, [names, all]);
}
