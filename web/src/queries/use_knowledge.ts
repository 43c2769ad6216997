import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Batch = Schemas['KnowledgeBatch'];
const names: readonly never[] = [];

const fetchBatches = ({ cursor, signal }: Asked<never>) =>
  answered(api.GET('/v1/knowledge', { params: { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }, signal }));

/** The batches of the knowledge base, in their order. */
export const useKnowledgeBatches = () => useListQuery('knowledge', names, fetchBatches);
