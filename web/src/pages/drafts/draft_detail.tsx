import './drafts.css';

import { DraftState } from '../../parts/draft/draft_state';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useDraft } from '../../queries/use_draft';
import { useWords } from '../../words';
import { DraftBacktest } from './draft_backtest';
import { DraftContent } from './draft_content';
import { DraftDiff } from './draft_diff';
import { DraftFlow } from './draft_flow';
import { DraftHistory } from './draft_history';
import { DraftShadow } from './draft_shadow';
import { DraftSteps } from './draft_steps';

export function DraftDetail({ no }: { no: number }) {
  const words = useWords();
  const said = words.drafts;
  const query = useDraft(no);
  const back = { to: '/drafts', label: said.title };
  if (query.data === undefined) {
    return (
      <PageFrame title={said.detail(no)} back={back}>
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={420} />}
      </PageFrame>
    );
  }
  const seen = query.data;
  const { draft } = seen;
  const isOver = draft.state === 'discarded' || draft.state === 'rolled_back';
  return (
    <PageFrame
      title={draft.title}
      back={back}
      marks={<DraftState state={draft.state} />}
      lead={`${said.detail(no)} · ${draft.region || said.nation}`}
      actions={<DraftSteps seen={seen} />}
    >
      <Section title={said.flow}>
        <DraftFlow draft={draft} />
      </Section>
      <DraftContent seen={seen} />
      {!isOver && draft.state !== 'published' && <DraftDiff draft={draft} />}
      <DraftBacktest draft={draft} isOver={isOver} />
      <DraftShadow draft={draft} isOver={isOver} />
      <Section title={said.history}>
        <DraftHistory draft={draft} />
      </Section>
    </PageFrame>
  );
}
