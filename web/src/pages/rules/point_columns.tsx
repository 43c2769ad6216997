import type { Column } from '../../parts/data_table';
import { Day } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { StateTag, type Tone } from '../../parts/tags';
import type { Point, PointState } from '../../queries/use_rule_points';
import { useWords, type Words } from '../../words';

export const pointTones: Record<PointState, Tone> = { official: 'good', listed: 'good', confirmed: 'active', reference: 'quiet' };

export function PointStateTag({ state }: { state: PointState }) {
  const words = useWords();
  return <StateTag state={state} names={words.rules.point.states} tones={pointTones} />;
}

/** The columns that every list of knowledge points has. */
export function pointColumns<Row extends Point>(words: Words): Column<Row>[] {
  const said = words.rules.point;
  return [
    { key: 'name', title: said.name, width: 150, grow: 2, render: (point) => point.name || '—' },
    { key: 'limit', title: said.limit, width: 160, grow: 3, render: (point) => point.limit },
    { key: 'codes', title: said.codes, width: 190, grow: 1, render: (point) => <span className="code">{point.codes.join(' ')}</span> },
    {
      key: 'state',
      title: said.state,
      width: 96,
      help: <HelpMark about={said.state} text={said.stateHelp} />,
      render: (point) => <PointStateTag state={point.state} />,
    },
    { key: 'region', title: words.rules.region, width: 62, render: (point) => point.region || words.rules.nation },
    { key: 'from', title: said.from, width: 104, render: (point) => <Day day={point.valid_from} /> },
    { key: 'to', title: said.to, width: 104, render: (point) => <Day day={point.valid_to} /> },
    { key: 'basis', title: said.basis, width: 150, grow: 2, render: (point) => point.basis },
    { key: 'known', title: said.known, width: 110, optional: true, render: (point) => <Day day={point.known_since} /> },
    { key: 'id', title: said.id, width: 190, optional: true, render: (point) => <span className="code">{point.point_id}</span> },
  ];
}
