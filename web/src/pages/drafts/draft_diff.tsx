import { DatePicker } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';

import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import type { Draft } from '../../queries/use_draft';
import { useDraftDiff } from '../../queries/use_draft_diff';
import { useWords } from '../../words';
import { KnowledgeDiff } from './knowledge_diff';

export function DraftDiff({ draft }: { draft: Draft }) {
  const words = useWords();
  const said = words.drafts;
  const [day, setDay] = useState<Dayjs | null>(null);
  const query = useDraftDiff(draft.draft_no, draft.version, day?.format('YYYY-MM-DD'), true);
  return (
    <Section
      title={said.diff}
      extra={
        <span className="draft-extra">
          <DatePicker className="no-print" size="small" aria-label={said.effectiveFrom} placeholder={said.effectiveFrom} value={day} onChange={setDay} />
          <HelpMark about={said.diff} text={said.diffHelp} />
        </span>
      }
    >
      {query.isPending && <BlockSkeleton height={90} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && !query.isError && <KnowledgeDiff diff={query.data} />}
    </Section>
  );
}
