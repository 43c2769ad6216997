import { App, Button } from 'antd';
import { Link } from 'react-router';

import { ProblemError } from '../../api/problem';
import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import type { Draft } from '../../queries/use_draft';
import { useShadowDraft } from '../../queries/use_draft_trials';
import { useShadow } from '../../queries/use_shadows';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { ShadowFigures } from '../shadows/shadow_figures';
import { ShadowState } from '../shadows/shadow_state';
import { isOutdated } from './flow';

export function DraftShadow({ draft, isOver }: { draft: Draft; isOver: boolean }) {
  const words = useWords();
  const said = words.drafts;
  const may = useMay();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const start = useShadowDraft(draft.draft_no);
  const query = useShadow(draft.shadow_id);
  const isGone = query.error instanceof ProblemError && query.error.status === 404;
  const run = () =>
    start.mutate(undefined, {
      onError: (error) => void message.error(problemText(error)),
    });
  const mayStart = may('change_rules') && !isOver && draft.state !== 'published' && (query.data === undefined || isOutdated(draft, query.data.made_at));
  return (
    <Section title={said.shadow} extra={<HelpMark about={said.shadow} text={said.shadowHelp} />}>
      {draft.shadow_id === null && <p className="soft">{said.noShadow}</p>}
      {draft.shadow_id !== null && query.isPending && <BlockSkeleton height={80} />}
      {isGone && <p className="soft">{said.shadowGone}</p>}
      {query.isError && !isGone && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && (
        <>
          <p className="draft-trial">
            <Link to={`/shadows/${query.data.id}`}>{said.openShadow}</Link> <ShadowState state={query.data.state} />
            {isOutdated(draft, query.data.made_at) && <span className="draft-outdated">{said.outdated}</span>}
          </p>
          <ShadowFigures shadow={query.data} />
        </>
      )}
      {mayStart && (
        <Button className="draft-run no-print" loading={start.isPending} onClick={run}>
          {said.startShadow}
        </Button>
      )}
    </Section>
  );
}
