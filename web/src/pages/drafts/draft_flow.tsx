import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { When } from '../../parts/day';
import { AccountName } from '../../parts/account_name';
import type { Draft } from '../../queries/use_draft';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';
import { flowOf, type FlowPoint } from './flow';

/** The steps of the draft, which are done, and whose turn it is. */
export function DraftFlow({ draft }: { draft: Draft }) {
  const words = useWords();
  const said = words.drafts;
  const { account_id } = useSelf();
  const isOwn = draft.author === account_id;
  const turn = draft.steps.flatMap((step) => (step === 'change' || (step === 'reject' && isOwn) ? [] : [said.actions[step]]));
  const refused = draft.state === 'rejected' ? draft.events.findLast((event) => event.step === 'reject') : undefined;
  return (
    <>
      <ol className="flow">
        {flowOf(draft).map((point, i) => (
          <li key={point.step} className={`flow-${point.state}`} aria-current={point.state === 'now' ? 'step' : undefined}>
            <span className="flow-mark" aria-hidden>
              {point.state === 'done' ? <CheckOutlined /> : i + 1}
            </span>
            <b>{said.flowSteps[point.step]}</b>
            <small>
              <Told draft={draft} point={point} />
            </small>
          </li>
        ))}
      </ol>
      <p>{said.now[draft.state]}</p>
      {refused !== undefined && (
        <p className="flow-reason foreign">
          {said.reason}: {refused.reason}
        </p>
      )}
      {turn.length > 0 && (
        <p className="flow-turn">
          {said.yours}: {turn.join(' · ')}
        </p>
      )}
      {draft.state === 'proposed' && isOwn && <p className="flow-turn">{said.ownWaits}</p>}
    </>
  );
}

function Told({ draft, point }: { draft: Draft; point: FlowPoint }): ReactNode {
  const words = useWords();
  const said = words.drafts;
  if (point.event !== null) {
    return (
      <>
        <AccountName id={point.event.account_id} /> <When time={point.event.at} />
      </>
    );
  }
  if (point.step === 'backtest' && draft.backtest_job !== null) {
    return <Link to={`/jobs/${draft.backtest_job}`}>{said.jobNo(draft.backtest_job)}</Link>;
  }
  if (point.step === 'shadow' && draft.shadow_id !== null) return <Link to={`/shadows/${draft.shadow_id}`}>{said.openShadow}</Link>;
  return point.step === 'backtest' || point.step === 'shadow' ? said.optional : said.notYet;
}
