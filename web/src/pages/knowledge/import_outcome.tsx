import { Button } from 'antd';
import { useNavigate } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { HelpMark } from '../../parts/help_mark';
import { countText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { usePreferences } from '../../preferences';
import type { AddedFile } from '../../queries/use_draft_files';
import { useWords } from '../../words';
import { KnowledgeDiff } from '../drafts/knowledge_diff';

/** What the file would change, and which of its rows were not taken. */
export function ImportOutcome({ outcome, onAnother }: { outcome: AddedFile; onAnother: () => void }) {
  const words = useWords();
  const said = words.knowledge;
  const navigate = useNavigate();
  const { diff, draft } = outcome;
  return (
    <>
      <Section title={draft.changes.files.find((file) => file.file_no === outcome.file_no)?.name ?? said.import}>
        <Figures>
          <Figure name={said.kindOfFile} value={said.kinds[outcome.kind]} />
          <Figure name={said.added} value={countText(diff.added.count)} />
          <Figure name={said.changed} value={countText(diff.changed.count)} />
          <Figure name={said.dropped} value={countText(diff.dropped.count)} />
          <Figure name={said.unchanged} help={said.unchangedHelp} value={countText(outcome.unchanged)} />
          <Figure name={said.untouched} help={said.untouchedHelp} value={countText(outcome.untouched)} />
        </Figures>
        <div className="import-next no-print">
          <Button type="primary" onClick={() => void navigate(`/drafts/${draft.draft_no}`)}>
            {said.toDraft(draft.draft_no)}
          </Button>
          <Button onClick={onAnother}>{said.another}</Button>
        </div>
      </Section>
      <LeftOut title={said.leftOut} rows={outcome.left_out} />
      <LeftOut title={said.remarks} rows={outcome.remarks} />
      <Section title={words.drafts.diff} extra={<HelpMark about={words.drafts.diff} text={words.drafts.diffHelp} />}>
        <KnowledgeDiff diff={diff} />
      </Section>
    </>
  );
}

type Rows = AddedFile['left_out'];

function LeftOut({ title, rows }: { title: string; rows: Rows }) {
  const words = useWords();
  const { language } = usePreferences();
  const said = words.knowledge;
  if (rows.count === 0) return null;
  const columns: SmallColumn<Rows['items'][number]>[] = [
    { key: 'sheet', title: said.sheet, render: (row) => row.sheet || '—' },
    { key: 'row', title: said.row, align: 'end', render: (row) => countText(row.row) },
    { key: 'column', title: said.column, render: (row) => row.column || '—' },
    { key: 'why', title: said.why, render: (row) => (language === 'zh' ? row.why_zh : row.why_en) },
    { key: 'text', title: said.text, render: (row) => row.text },
  ];
  return (
    <Section title={`${title} ${countText(rows.count)}`} extra={<HelpMark about={title} text={said.leftOutHelp} />}>
      {rows.refused > 0 && <p>{said.refused(countText(rows.refused))}</p>}
      {rows.items.length < rows.count && <p className="soft">{words.drafts.showing(rows.items.length, countText(rows.count))}</p>}
      <SmallTable label={title} columns={columns} rows={rows.items} rowKey={(_, i) => String(i)} />
    </Section>
  );
}
