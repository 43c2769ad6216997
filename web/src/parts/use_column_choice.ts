// Which columns of a table are shown, remembered on this machine.
import { useCallback, useMemo, useState } from 'react';

import { keep, kept } from '../preferences';

interface Choosable {
  key: string;
  optional?: boolean;
}

export interface Choice<Column> {
  shown: Column[];
  isShown: (key: string) => boolean;
  toggle: (key: string) => void;
  reset: () => void;
  isDefault: boolean;
}

// Kept are the columns that differ from the default, so that a column that is new shows itself.
function read(storage: string): ReadonlySet<string> {
  return new Set((kept(storage) ?? '').split(',').filter((key) => key !== ''));
}

export function useColumnChoice<Column extends Choosable>(name: string, columns: Column[]): Choice<Column> {
  const storage = `yishou.columns.${name}`;
  const [changed, setChanged] = useState(() => read(storage));
  const isShown = useCallback(
    (key: string) => {
      const column = columns.find((one) => one.key === key);
      return column !== undefined && (column.optional ?? false) === changed.has(key);
    },
    [changed, columns],
  );
  const shown = useMemo(() => columns.filter((column) => isShown(column.key)), [columns, isShown]);
  const change = (next: Set<string>) => {
    keep(storage, next.size === 0 ? null : [...next].join(','));
    setChanged(next);
  };
  const toggle = (key: string) => {
    if (isShown(key) && shown.length === 1) return; // one stays
    const next = new Set(changed);
    if (!next.delete(key)) next.add(key);
    change(next);
  };
  return { shown, isShown, toggle, reset: () => change(new Set()), isDefault: changed.size === 0 };
}
