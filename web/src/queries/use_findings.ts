import type { paths } from '../api/schema';
import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Finding = Schemas['Finding'];
export type FindingState = Schemas['FindingState'];

type Query = NonNullable<paths['/v1/findings']['get']['parameters']['query']>;

/** What restricts the list; sums and exports of the same list take the same. */
export const findingFilters = [
  'rule',
  'family',
  'verdict',
  'state',
  'sev_deg',
  'institution',
  'region',
  'psn_no',
  'doctor',
  'from',
  'to',
  'least',
  'most',
  'run',
  'assigned',
  'text',
  'gone',
  'same_lines',
] as const satisfies readonly (keyof Query)[];
/** The filters and the order. */
export const findingListFilters = [...findingFilters, 'sort', 'descending'] as const;
export type FindingFilterName = (typeof findingFilters)[number];
type Name = (typeof findingListFilters)[number];

const kPage = 200;

const fetchFindings = ({ filters, cursor, signal }: Asked<Name>) => {
  // The largest amounts first, until somebody chooses.
  const order = filters.sort === undefined ? { sort: 'amount', descending: 'true' } : {};
  const query = { ...filters, ...order, limit: kPage, ...(cursor === undefined ? {} : { cursor }) };
  return answered(api.GET('/v1/findings', { params: { query: query as unknown as Query }, signal }));
};

export const useFindings = () => useListQuery('findings', findingListFilters, fetchFindings);
