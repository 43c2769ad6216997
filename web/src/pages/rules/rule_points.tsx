import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';

import { AddToDraft } from '../../parts/draft/add_to_draft';
import { ListBody } from '../../parts/list_body';
import type { Rule } from '../../queries/use_rule';
import { useRulePoints, type Point, type PointState } from '../../queries/use_rule_points';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { pointColumns } from './point_columns';

const states: PointState[] = ['official', 'listed', 'confirmed', 'reference'];
const none: ReadonlySet<string> = new Set();
const keyOf = (point: Point) => point.point_id;

export function RulePoints({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules.point;
  const list = useRulePoints(rule.number);
  const columns = useMemo(() => pointColumns<Point>(words), [words]);
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(none);
  const [move, setMove] = useState<'confirm' | 'withdraw' | null>(null);
  const chosenRows = (list.rows ?? []).filter((point) => chosen.has(point.point_id));
  // A reference point can be confirmed, a confirmed one given back where it was confirmed; no other changes state.
  const moved = {
    confirm: chosenRows.filter((point) => point.state === 'reference'),
    withdraw: chosenRows.filter((point) => point.state === 'confirmed'),
  };
  const body = (
    <ListBody
      name="rule_points"
      label={words.rules.views.points}
      columns={columns}
      list={list}
      rowKey={keyOf}
      {...(may('change_rules') ? { selection: { keys: chosen, onChange: setChosen } } : {})}
      toolbar={
        <>
        <Select
          aria-label={said.state}
          style={{ minWidth: 150 }}
          value={list.filters.state ?? ''}
          onChange={(state) => list.setFilters({ state })}
          options={[
            { value: '', label: words.rules.allStates },
            ...states.map((state) => ({ value: state, label: `${said.states[state]} ${rule.points[state]}` })),
          ]}
        />
        {chosenRows.length > 0 && <span className="rule-chosen">{said.chosen(chosenRows.length)}</span>}
        {moved.confirm.length > 0 && (
          <Button type="primary" onClick={() => setMove('confirm')}>
            {said.confirm(moved.confirm.length)}
          </Button>
        )}
        {moved.withdraw.length > 0 && <Button onClick={() => setMove('withdraw')}>{said.withdraw(moved.withdraw.length)}</Button>}
        </>
      }
      empty={{ title: said.empty, hint: said.emptyHint }}
    />
  );
  const add = words.drafts.add;
  return (
    <>
      {body}
      <AddToDraft
        open={move !== null}
        title={move === 'withdraw' ? add.withdrawTitle(moved.withdraw.length) : add.confirmTitle(moved.confirm.length)}
        onClose={() => setMove(null)}
        changesOf={() =>
          move === 'withdraw'
            ? { withdrawals: moved.withdraw.map(({ point_id, region }) => ({ point_id, region })) }
            : { confirmations: moved.confirm.map(({ point_id }) => ({ point_id })) }
        }
      />
    </>
  );
}
