import { Day } from '../../parts/day';
import { countText } from '../../parts/money';
import { RuleName } from '../../parts/rule_name';
import { SmallTable, type SmallColumn } from '../../parts/small_table';
import type { Schemas } from '../../api/client';
import type { KnowledgeDiff as Diff } from '../../queries/use_draft_files';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { PointStateTag } from '../rules/point_columns';
import { valueText } from '../rules/rule_parameters';

type Point = Schemas['KnowledgePoint'];
type Pair = { before: Point | null; after: Point | null };

/** Knowledge and parameters, side by side with what is in force. */
export function KnowledgeDiff({ diff }: { diff: Diff }) {
  const words = useWords();
  const said = words.drafts;
  const nameOf = useRuleNames();
  const valueOf = ({ unit }: { unit: string }, value: string) => valueText(words, { value, unit });
  const { added, changed, dropped, parameters } = diff;
  if (added.count + changed.count + dropped.count + parameters.count === 0) return <p className="soft">{said.diffNone}</p>;
  return (
    <>
      {parameters.count > 0 && (
        <div className="draft-part">
          <h3>
            {said.parameters} <span className="soft">{countText(parameters.count)}</span>
          </h3>
          <SmallTable
            label={`${said.diff} ${said.parameters}`}
            columns={[
              { key: 'name', title: words.rules.parameter.name, render: (row) => <span className="code">{row.name}</span> },
              { key: 'before', title: said.before, align: 'end', render: (row) => valueOf(row, row.before) },
              { key: 'after', title: said.after, align: 'end', render: (row) => <b>{valueOf(row, row.after)}</b> },
              { key: 'region', title: said.region, render: (row) => row.region || said.nation },
              { key: 'from', title: said.from, render: (row) => <Day day={row.valid_from} /> },
            ]}
            rows={parameters.items}
            rowKey={(_, i) => String(i)}
          />
        </div>
      )}
      {diff.by_rule.length > 0 && (
        <div className="draft-part">
          <h3>{said.byRule}</h3>
          <SmallTable
            label={`${said.diff} ${said.byRule}`}
            columns={[
              { key: 'rule', title: words.rules.rule, render: (row) => <RuleName number={row.rule_no} name={nameOf(row.rule_no)} /> },
              { key: 'added', title: said.added, align: 'end', render: (row) => countText(row.added) },
              { key: 'changed', title: said.changed, align: 'end', render: (row) => countText(row.changed) },
              { key: 'dropped', title: said.dropped, align: 'end', render: (row) => countText(row.dropped) },
            ]}
            rows={diff.by_rule}
            rowKey={(row) => String(row.rule_no)}
          />
        </div>
      )}
      <Pairs title={said.added} count={added.count} pairs={added.items.map((after) => ({ before: null, after }))} />
      <Pairs title={said.changed} count={changed.count} pairs={changed.items} />
      <Pairs title={said.dropped} count={dropped.count} pairs={dropped.items.map((before) => ({ before, after: null }))} />
    </>
  );
}

function Pairs({ title, count, pairs }: { title: string; count: number; pairs: Pair[] }) {
  const words = useWords();
  const said = words.drafts;
  if (count === 0) return null;
  const side = (key: 'before' | 'after', name: string): SmallColumn<Pair> => ({ key, title: name, render: (pair) => <Side point={pair[key]} /> });
  const of = (pair: Pair) => pair.after ?? pair.before;
  return (
    <div className="draft-part">
      <h3>
        {title} <span className="soft">{said.showing(pairs.length, countText(count))}</span>
      </h3>
      <div className="draft-long">
        <SmallTable
          label={`${said.diff} ${title}`}
          columns={[
            { key: 'rule', title: words.rules.rule, align: 'end', render: (pair) => of(pair)?.rule_no },
            { key: 'name', title: words.rules.point.name, render: (pair) => of(pair)?.name || (of(pair)?.codes.join(' ') ?? '') },
            side('before', said.before),
            side('after', said.after),
          ]}
          rows={pairs}
          rowKey={(pair, i) => `${of(pair)?.point_id} ${i}`}
        />
      </div>
    </div>
  );
}

function Side({ point }: { point: Point | null }) {
  if (point === null) return <span className="soft">—</span>;
  return (
    <>
      <PointStateTag state={point.state} /> {point.limit}
    </>
  );
}
