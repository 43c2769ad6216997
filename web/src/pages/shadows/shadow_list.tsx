import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import type { Column } from '../../parts/data_table';
import { When } from '../../parts/day';
import { AccountName } from '../../parts/account_name';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { countText } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { useShadows, type ShadowRow } from '../../queries/use_shadows';
import { useWords } from '../../words';
import { ShadowState } from './shadow_state';

const keyOf = (shadow: ShadowRow) => shadow.id;

export function ShadowList() {
  const words = useWords();
  const said = words.shadows;
  const navigate = useNavigate();
  const list = useShadows();
  const columns = useMemo((): Column<ShadowRow>[] => {
    const regions = (shadow: ShadowRow) => shadow.regions.map((region) => region || words.rules.nation).concat(shadow.institutions).join(', ');
    return [
      { key: 'name', title: said.name, width: 260, grow: 3, render: (shadow) => <Link to={`/shadows/${shadow.id}`}>{shadow.name}</Link> },
      { key: 'state', title: said.state, width: 110, help: <HelpMark about={said.state} text={said.stateHelp} />, render: (shadow) => <ShadowState state={shadow.state} /> },
      { key: 'requests', title: said.requests, width: 110, align: 'end', help: <HelpMark about={said.requests} text={said.requestsHelp} />, render: (shadow) => countText(shadow.requests) },
      { key: 'failed', title: said.failed, width: 90, align: 'end', render: (shadow) => countText(shadow.failed) },
      { key: 'dropped', title: said.droppedRequests, width: 100, align: 'end', help: <HelpMark about={said.droppedRequests} text={said.droppedHelp} />, render: (shadow) => countText(shadow.dropped) },
      { key: 'scope', title: said.scope, width: 130, grow: 1, render: regions },
      { key: 'by', title: said.madeBy, width: 160, render: (shadow) => <AccountName id={shadow.made_by} /> },
      { key: 'at', title: said.madeAt, width: 150, render: (shadow) => <When time={shadow.made_at} /> },
    ];
  }, [words, said]);
  return (
    <PageFrame fills title={said.title} lead={said.lead}>
      <ListBody
        name="shadows"
        label={said.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(shadow) => void navigate(`/shadows/${shadow.id}`)}
        empty={{ title: said.empty, hint: said.emptyHint, action: <Link to="/drafts">{said.toDrafts}</Link> }}
      />
    </PageFrame>
  );
}
