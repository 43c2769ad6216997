import { useState } from 'react';

/**
 * Rows in an order that stays while they are looked at: that of the first answer, what is new behind it. Figures that refresh do not
 * change the places of rows under somebody's eyes. Another `about` begins anew.
 */
export function useSteadyOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string, about: string): Row[] {
  const [held, setHeld] = useState({ about, keys: rows.map(keyOf) });
  const before = held.about === about ? held.keys : [];
  const keys = [...new Set([...before, ...rows.map(keyOf)])];
  if (held.about !== about || keys.length !== before.length) setHeld({ about, keys });
  return [...rows].sort((a, b) => keys.indexOf(keyOf(a)) - keys.indexOf(keyOf(b)));
}
