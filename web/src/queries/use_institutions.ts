import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Institution = Schemas['Institution'];
export const institutionFilters = ['text'] as const;

const fetchInstitutions = ({ filters, cursor, signal }: Asked<(typeof institutionFilters)[number]>) =>
  answered(api.GET('/v1/institutions', { params: { query: { ...filters, limit: 200, ...(cursor === undefined ? {} : { cursor }) } }, signal }));

/** Institutions inside one's scope, by code. */
export const useInstitutions = () => useListQuery('institutions', institutionFilters, fetchInstitutions);
