// One figure with its name, and a strip of them.
import './figure.css';

import type { ReactNode } from 'react';

import { HelpMark } from './help_mark';

interface Props {
  name: string;
  value: ReactNode;
  unit?: string;
  /** What it counts, when the name does not say it. */
  help?: string;
  note?: ReactNode;
}

export function Figure({ name, value, unit, help, note }: Props) {
  return (
    <div className="figure">
      <dt>
        {name}
        {help !== undefined && <HelpMark about={name} text={help} />}
      </dt>
      <dd>
        <span className="figure-value">{value}</span>
        {unit !== undefined && <span className="figure-unit">{unit}</span>}
        {note !== undefined && <div className="figure-note">{note}</div>}
      </dd>
    </div>
  );
}

/** `wide` ones have long amounts or notes. */
export function Figures({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return <dl className={wide ? 'figures is-wide' : 'figures'}>{children}</dl>;
}
