import { Select } from 'antd';
import { useMemo } from 'react';

import { ListBody } from '../../parts/list_body';
import type { Rule } from '../../queries/use_rule';
import { useRulePoints, type Point, type PointState } from '../../queries/use_rule_points';
import { useWords } from '../../words';
import { pointColumns } from './point_columns';

const states: PointState[] = ['official', 'listed', 'confirmed', 'reference'];
const keyOf = (point: Point) => point.point_id;

export function RulePoints({ rule }: { rule: Rule }) {
  const words = useWords();
  const said = words.rules.point;
  const list = useRulePoints(rule.number);
  const columns = useMemo(() => pointColumns<Point>(words), [words]);
  return (
    <ListBody
      name="rule_points"
      label={words.rules.views.points}
      columns={columns}
      list={list}
      rowKey={keyOf}
      toolbar={
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
      }
      empty={{ title: said.empty, hint: said.emptyHint }}
    />
  );
}
