import { useMutation, useQueryClient } from '@tanstack/react-query';

import { answered, api } from '../api/client';
import { fetchDraft, type Draft, type KeptChanges, type SentChanges } from './use_draft';

/** What is added, and to which draft: one that is there, or a new one. */
export interface Addition {
  to: number | { title: string; region: string };
  more: SentChanges;
}

const sameRow = (a: { region?: string; from?: string | null }, b: { region?: string; from?: string | null }) =>
  (a.region ?? '') === (b.region ?? '') && (a.from ?? null) === (b.from ?? null);

/** The changes of a draft with more: the latest word about the same thing counts, and no point is both confirmed and withdrawn. */
export function withMore(kept: Omit<KeptChanges, 'files'>, more: SentChanges, region: string): SentChanges {
  const here = <Row extends { region?: string }>(row: Row): Row & { region: string } => ({ ...row, region: row.region ?? region });
  const parameters = (more.parameters ?? []).map(here);
  const confirmations = (more.confirmations ?? []).map(here);
  const withdrawals = (more.withdrawals ?? []).map(here);
  const rules = (more.rules ?? []).map(here);
  const moved = [...confirmations, ...withdrawals];
  const stays = (point: { point_id: string; region: string }) =>
    !moved.some((one) => one.point_id === point.point_id && one.region === point.region);
  return {
    parameters: [...kept.parameters.filter((row) => !parameters.some((one) => one.name === row.name && sameRow(one, row))), ...parameters],
    confirmations: [...kept.confirmations.filter(stays), ...confirmations],
    withdrawals: [...kept.withdrawals.filter(stays), ...withdrawals],
    rules: [...kept.rules.filter((row) => !rules.some((one) => one.rule_no === row.rule_no && sameRow(one, row))), ...rules],
  };
}

async function add({ to, more }: Addition): Promise<Draft> {
  if (typeof to !== 'number') return answered(api.POST('/v1/drafts', { body: { ...to, changes: more } }));
  const { draft, etag } = await fetchDraft(to);
  return answered(
    api.PUT('/v1/drafts/{no}', {
      params: { path: { no: to }, header: { 'If-Match': etag } },
      body: { title: draft.title, changes: withMore(draft.changes, more, draft.region) },
    }),
  );
}

export function useAddToDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: add,
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'draft' || queryKey[0] === 'drafts' }),
  });
}
