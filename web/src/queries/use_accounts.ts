import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Account = Schemas['Account'];
const noFilters = [] as const;

const fetchAccounts = ({ cursor, signal }: Asked<never>) =>
  answered(api.GET('/v1/accounts', { params: { query: cursor === undefined ? {} : { cursor } }, signal }));

/** Accounts inside one's scope, by login. */
export const useAccounts = () => useListQuery('accounts', noFilters, fetchAccounts);
