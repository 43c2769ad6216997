import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Token = Schemas['Token'];
export type TokenDraft = Pick<Token, 'institution' | 'name' | 'ends_at'>;

const noFilters = [] as const;

const fetchTokens = ({ cursor, signal }: Asked<never>) =>
  answered(api.GET('/v1/tokens', { params: { query: cursor === undefined ? {} : { cursor } }, signal }));

/** Tokens of programs, by institution, revoked ones too. */
export const useTokens = () => useListQuery('tokens', noFilters, fetchTokens);

export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: TokenDraft) => answered(api.POST('/v1/tokens', { body: draft })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answered(api.DELETE('/v1/tokens/{id}', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
}
