import type { paths } from '../api/schema';
import { answered, api } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

type Page = paths['/v1/traffic']['get']['responses'][200]['content']['application/json'];
export type TrafficRequest = Page['items'][number];
type Query = NonNullable<paths['/v1/traffic']['get']['parameters']['query']>;

export const trafficFilters = ['institution', 'reminders', 'rule'] as const;
type Name = (typeof trafficFilters)[number];

const kPage = 200;

// The service does not look for a rule; a page may be short, and the next one follows, as with the filters it knows.
const fetchTraffic = async ({ filters, cursor, signal }: Asked<Name>): Promise<Page> => {
  const { rule, ...known } = filters;
  const query = {
    ...known,
    ...(rule === undefined ? {} : { reminders: 'true' }),
    limit: kPage,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const page = await answered(api.GET('/v1/traffic', { params: { query: query as unknown as Query }, signal }));
  if (rule === undefined) return page;
  return { ...page, items: page.items.filter(({ reminders }) => reminders.some(({ rule_no }) => String(rule_no) === rule)) };
};

/** Requests, the latest first. */
export const useTraffic = () => useListQuery('traffic_list', trafficFilters, fetchTraffic);
