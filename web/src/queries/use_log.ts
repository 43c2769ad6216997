import type { paths } from '../api/schema';
import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type LogRecord = Schemas['LogRecord'];
type Query = NonNullable<paths['/v1/log']['get']['parameters']['query']>;

export const logFilters = ['account_id', 'action', 'object_kind', 'object_id', 'from', 'to'] as const satisfies readonly (keyof Query)[];
type Name = (typeof logFilters)[number];

const kPage = 200;

const fetchLog = ({ filters, cursor, signal }: Asked<Name>) => {
  const query = { ...filters, limit: kPage, ...(cursor === undefined ? {} : { cursor }) };
  return answered(api.GET('/v1/log', { params: { query: query as unknown as Query }, signal }));
};

/** The access log, the latest first. It is not asked for by itself: each reading is a record. */
export const useLog = () => useListQuery('log', logFilters, fetchLog);
