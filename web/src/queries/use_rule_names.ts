import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { answered, api } from '../api/client';
import { usePreferences } from '../preferences';

/** Names of the rules by number, in the language in use; they change with a release alone. */
export function useRuleNames(): (number: number) => string {
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['rule_names'],
    queryFn: ({ signal }) => answered(api.GET('/v1/rules', { params: { query: { limit: 200 } }, signal })),
    staleTime: Infinity,
  });
  return useMemo(() => {
    const names = new Map(data?.items.map((rule) => [rule.number, language === 'zh' ? rule.name_zh : rule.name_en]));
    return (number) => names.get(number) ?? '';
  }, [data, language]);
}
