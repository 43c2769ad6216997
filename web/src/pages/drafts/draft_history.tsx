import { Day, When } from '../../parts/day';
import { AccountName } from '../../parts/account_name';
import { Facts } from '../../parts/facts';
import { SmallTable } from '../../parts/small_table';
import type { Draft } from '../../queries/use_draft';
import { useWords } from '../../words';

/** Every step, the latest first; and what the publication became. */
export function DraftHistory({ draft }: { draft: Draft }) {
  const words = useWords();
  const said = words.drafts;
  return (
    <>
      {draft.publisher !== '' && (
        <Facts
          facts={[
            [said.publisher, <AccountName key="p" id={draft.publisher} />],
            [said.effectiveFrom, <Day key="d" day={draft.effective_from} />],
            [said.batches, <span key="b" className="code">{draft.batches.join(', ') || '—'}</span>],
          ]}
        />
      )}
      <SmallTable
        label={said.history}
        columns={[
          { key: 'at', title: said.at, render: (event) => <When time={event.at} /> },
          { key: 'step', title: said.step, render: (event) => said.steps[event.step] },
          { key: 'who', title: said.who, render: (event) => <AccountName id={event.account_id} /> },
          { key: 'reason', title: said.reason, render: (event) => event.reason || '—' },
        ]}
        rows={draft.events.toReversed()}
        rowKey={(event) => String(event.version)}
      />
    </>
  );
}
