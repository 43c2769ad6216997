import { useMemo } from 'react';

import type { Column } from '../../parts/data_table';
import { Day } from '../../parts/day';
import { ListBody } from '../../parts/list_body';
import { countText } from '../../parts/money';
import { PageFrame } from '../../parts/page_frame';
import { useKnowledgeBatches, type Batch } from '../../queries/use_knowledge';
import { useWords } from '../../words';
import { KnowledgeActions } from './knowledge_actions';

const keyOf = (batch: Batch) => String(batch.order);

export function BatchList() {
  const words = useWords();
  const said = words.knowledge;
  const list = useKnowledgeBatches();
  const columns = useMemo(
    (): Column<Batch>[] => [
      { key: 'order', title: said.order, width: 64, align: 'end', render: (batch) => batch.order },
      { key: 'name', title: said.batch, width: 220, grow: 2, render: (batch) => batch.name },
      { key: 'kind', title: said.kind, width: 120, render: (batch) => said.kinds[batch.kind] },
      { key: 'published', title: said.publishedAt, width: 120, render: (batch) => <Day day={batch.published_at} /> },
      { key: 'known', title: said.known, width: 120, render: (batch) => <Day day={batch.known_since} /> },
      { key: 'points', title: said.points, width: 100, align: 'end', render: (batch) => countText(batch.points) },
      { key: 'codes', title: said.codes, width: 100, align: 'end', render: (batch) => countText(batch.codes) },
      { key: 'digest', title: said.digest, width: 180, grow: 1, render: (batch) => <span className="code">{batch.digest}</span> },
    ],
    [said],
  );
  return (
    <PageFrame
      fills
      title={said.batches}
      lead={said.batchesLead}
      back={{ to: '/knowledge', label: said.title }}
      actions={<KnowledgeActions at="batches" />}
    >
      <ListBody name="batches" label={said.batches} columns={columns} list={list} rowKey={keyOf} empty={{ title: words.common.empty }} />
    </PageFrame>
  );
}
