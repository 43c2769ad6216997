import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked, type ListPage } from './use_list_query';

export type CodeLimit = Schemas['CodeLimit'];
export const limitFilters = ['q', 'rule', 'region', 'code'] as const;
type Name = (typeof limitFilters)[number];

const kPage = 200;

// A code has all of its limits, superseded ones too; a search has what fits. Nothing is asked for until there is something to ask.
async function fetchLimits({ filters, cursor, signal }: Asked<Name>): Promise<ListPage<CodeLimit>> {
  const { q, code, rule, region } = filters;
  const query = { limit: kPage, ...(region === undefined ? {} : { region }), ...(cursor === undefined ? {} : { cursor }) };
  if (code !== undefined) {
    const page = await answered(api.GET('/v1/knowledge/codes/{code}', { params: { path: { code }, query }, signal }));
    return rule === undefined ? page : { ...page, items: page.items.filter((limit) => limit.rule_no === Number(rule)) };
  }
  if (q === undefined) return { items: [], next: null };
  return answered(
    api.GET('/v1/knowledge/points', { params: { query: { ...query, q, ...(rule === undefined ? {} : { rule: Number(rule) }) } }, signal }),
  );
}

/** Limits by a begin of a code, a part of a name or an id; or those of one code. */
export const useLimits = () => useListQuery('limits', limitFilters, fetchLimits);
