import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';

import { Day } from '../../parts/day';
import { ParameterDialog, type ChangedParameter } from '../../parts/draft/parameter_dialog';
import { countText } from '../../parts/money';
import { Section } from '../../parts/page_frame';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import { Tag } from '../../parts/tags';
import { useProblemText } from '../../parts/use_problem_text';
import { useChangeDraft } from '../../queries/use_change_draft';
import type { DraftNow, KeptChanges } from '../../queries/use_draft';
import { useDropDraftFile } from '../../queries/use_draft_files';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { valueText } from '../rules/rule_parameters';
import { Retitle } from './retitle';

type Kind = 'parameters' | 'confirmations' | 'withdrawals' | 'rules';

export function DraftContent({ seen }: { seen: DraftNow }) {
  const words = useWords();
  const said = words.drafts;
  const nameOf = useRuleNames();
  const [edited, setEdited] = useState<ChangedParameter | null>(null);
  const { mayChange, dropRow, dropFile } = useDrops(seen);
  const { parameters, confirmations, withdrawals, rules, files } = seen.draft.changes;
  const region = { key: 'region', title: said.region, render: (row: { region: string }) => row.region || said.nation };
  const from = {
    key: 'from',
    title: said.from,
    render: (row: { from: string | null }) => (row.from === null ? <span className="soft">{said.fromPublished}</span> : <Day day={row.from} />),
  };
  const source = { key: 'source', title: said.source, render: (row: { source: string }) => row.source };
  const drop = (kind: Kind, name: (row: never) => string) => ({
    key: 'drop',
    title: <span className="unseen">{said.remove}</span>,
    align: 'end' as const,
    render: (row: never) => <Drop name={name(row)} onDrop={() => dropRow(kind, row)} />,
  });
  const table = <Row,>(kind: Kind, columns: SmallColumn<Row>[], rows: Row[], name: (row: Row) => string): ReactNode =>
    rows.length > 0 && (
      <div className="draft-part" key={kind}>
        <h3>
          {said[kind]} <span className="soft">{countText(rows.length)}</span>
        </h3>
        <SmallTable
          label={said[kind]}
          columns={mayChange ? [...columns, drop(kind, name as (row: never) => string) as SmallColumn<Row>] : columns}
          rows={rows}
          rowKey={(row, i) => `${name(row)} ${i}`}
        />
      </div>
    );
  const point: SmallColumn<KeptChanges['confirmations'][number]>[] = [
    { key: 'id', title: words.rules.point.id, render: (row) => <PointLink id={row.point_id} /> },
    region,
  ];
  return (
    <Section title={said.content} extra={mayChange && <Retitle seen={seen} />}>
      {parameters.length + confirmations.length + withdrawals.length + rules.length + files.length === 0 && <p className="soft">{said.nothing}</p>}
      {table(
        'parameters',
        [
          { key: 'name', title: words.rules.parameter.name, render: (row) => <span className="code">{row.name}</span> },
          { key: 'value', title: said.after, align: 'end', render: (row) => <b>{valueText(words, row)}</b> },
          region,
          from,
          source,
          ...(mayChange
            ? [
                {
                  key: 'edit',
                  title: <span className="unseen">{said.edit}</span>,
                  render: (row: KeptChanges['parameters'][number]) => (
                    <Button size="small" className="no-print" aria-label={`${said.edit} ${row.name}`} onClick={() => setEdited(row)}>
                      {said.edit}
                    </Button>
                  ),
                },
              ]
            : []),
        ],
        parameters,
        (row) => row.name,
      )}
      {table('confirmations', point, confirmations, (row) => row.point_id)}
      {table('withdrawals', point, withdrawals, (row) => row.point_id)}
      {table(
        'rules',
        [
          { key: 'rule', title: words.rules.rule, render: (row) => <RuleName number={row.rule_no} name={nameOf(row.rule_no)} /> },
          { key: 'on', title: words.rules.state, render: (row) => <Tag tone={row.on ? 'good' : 'warning'}>{row.on ? said.on : said.off}</Tag> },
          region,
          from,
          source,
        ],
        rules,
        (row) => String(row.rule_no),
      )}
      {files.length > 0 && (
        <div className="draft-part">
          <h3>
            {said.files} <span className="soft">{countText(files.length)}</span>
          </h3>
          <SmallTable
            label={said.files}
            columns={[
              { key: 'name', title: said.fileName, render: (row) => row.name },
              { key: 'day', title: said.published, render: (row) => <Day day={row.published_at} /> },
              { key: 'bytes', title: said.bytes, align: 'end', render: (row) => `${countText(row.bytes)} B` },
              ...(mayChange
                ? [
                    {
                      key: 'drop',
                      title: <span className="unseen">{said.remove}</span>,
                      align: 'end' as const,
                      render: (row: KeptChanges['files'][number]) => <Drop name={row.name} onDrop={() => dropFile(row.file_no)} />,
                    },
                  ]
                : []),
            ]}
            rows={files}
            rowKey={(row) => String(row.file_no)}
          />
        </div>
      )}
      <ParameterDialog parameter={edited} draft={seen.draft.draft_no} onClose={() => setEdited(null)} onAdded={() => setEdited(null)} />
    </Section>
  );
}

function PointLink({ id }: { id: string }) {
  return <Link className="code" to={`/knowledge?q=${encodeURIComponent(id)}`}>{id}</Link>;
}

function Drop({ name, onDrop }: { name: string; onDrop: () => void }) {
  const words = useWords();
  return (
    <Button size="small" className="no-print" aria-label={`${words.drafts.remove} ${name}`} onClick={onDrop}>
      {words.drafts.remove}
    </Button>
  );
}

/** Taking out one change, or a file; a refusal is told. */
function useDrops(seen: DraftNow) {
  const words = useWords();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const change = useChangeDraft();
  const drop = useDropDraftFile();
  const told = {
    onSuccess: () => void message.success(words.drafts.removed),
    onError: (error: Error) => void message.error(problemText(error)),
  };
  const { parameters, confirmations, withdrawals, rules } = seen.draft.changes;
  const kept = { parameters, confirmations, withdrawals, rules };
  return {
    mayChange: seen.draft.steps.includes('change'),
    dropRow: (kind: Kind, row: unknown) =>
      change.mutate(
        { seen, title: seen.draft.title, changes: { ...kept, [kind]: (kept[kind] as unknown[]).filter((one) => one !== row) } },
        told,
      ),
    dropFile: (file: number) => drop.mutate({ seen, file }, told),
  };
}
