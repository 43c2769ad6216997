import { useMemo } from 'react';

import { pages, type Page } from '../routes';
import { useMay, useSelf } from '../session/session';

/** The pages that the person may see, in the order of the list. */
export function usePages(): Page[] {
  const may = useMay();
  const { role } = useSelf();
  return useMemo(() => {
    const mine = pages.filter(
      (page) =>
        (page.permission === undefined || may(page.permission)) && (page.role === undefined || page.role === role),
    );
    return mine.filter((page, index) => mine.findIndex(({ paths }) => paths[0] === page.paths[0]) === index);
  }, [may, role]);
}
