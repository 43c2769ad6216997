import { Select } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import type { Column } from '../../parts/data_table';
import { Day, When } from '../../parts/day';
import { AccountName } from '../../parts/account_name';
import { DraftState } from '../../parts/draft/draft_state';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { Tag } from '../../parts/tags';
import { useDrafts, type DraftRow, type DraftState as State } from '../../queries/use_drafts';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';

const states: State[] = ['open', 'proposed', 'rejected', 'published', 'rolled_back', 'discarded'];
const keyOf = (draft: DraftRow) => String(draft.draft_no);

export function DraftList() {
  const words = useWords();
  const navigate = useNavigate();
  const list = useDrafts();
  const { account_id } = useSelf();
  const columns = useMemo((): Column<DraftRow>[] => {
    const said = words.drafts;
    return [
      { key: 'no', title: said.number, width: 64, align: 'end', render: (draft) => <Link to={`/drafts/${draft.draft_no}`}>{draft.draft_no}</Link> },
      { key: 'title', title: said.name, width: 260, grow: 3, render: (draft) => draft.title },
      { key: 'state', title: said.state, width: 96, render: (draft) => <DraftState state={draft.state} /> },
      {
        key: 'mine',
        title: said.mine,
        width: 200,
        grow: 1,
        help: <HelpMark about={said.mine} text={said.mineHelp} />,
        render: (draft) => {
          const steps = draft.steps.filter((step) => step !== 'change');
          return steps.length === 0 ? <span className="soft">—</span> : <Tag tone="active">{steps.map((step) => said.actions[step === 'reject' && draft.author === account_id ? 'takeBack' : step]).join(' · ')}</Tag>;
        },
      },
      { key: 'region', title: said.region, width: 84, render: (draft) => draft.region || said.nation },
      { key: 'author', title: said.author, width: 160, render: (draft) => <AccountName id={draft.author} /> },
      { key: 'changed', title: said.changedAt, width: 150, render: (draft) => <When time={draft.changed_at} /> },
      {
        key: 'from',
        title: said.effectiveFrom,
        width: 124,
        help: <HelpMark about={said.effectiveFrom} text={said.effectiveHelp} />,
        render: (draft) => <Day day={draft.effective_from} />,
      },
      { key: 'publisher', title: said.publisher, width: 160, optional: true, render: (draft) => <AccountName id={draft.publisher} /> },
      { key: 'made', title: said.madeAt, width: 150, optional: true, render: (draft) => <When time={draft.made_at} /> },
    ];
  }, [words, account_id]);
  const said = words.drafts;
  return (
    <PageFrame fills title={said.title} lead={said.lead}>
      <ListBody
        name="drafts"
        label={said.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(draft) => void navigate(`/drafts/${draft.draft_no}`)}
        toolbar={
          <Select
            aria-label={said.state}
            style={{ minWidth: 140 }}
            value={list.filters.state ?? ''}
            onChange={(state) => list.setFilters({ state })}
            options={[{ value: '', label: said.allStates }, ...states.map((state) => ({ value: state, label: said.states[state] }))]}
          />
        }
        empty={{ title: said.empty, hint: said.emptyHint, action: <Link to="/rules">{said.toRules}</Link> }}
      />
    </PageFrame>
  );
}
