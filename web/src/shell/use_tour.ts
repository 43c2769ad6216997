import { useCallback, useState } from 'react';

import { keep, kept } from '../preferences';
import { useSelf } from '../session/session';

/** Whether the tour is shown: by itself the first time that an account of a demonstration is used on this machine. */
export function useTour() {
  const { login } = useSelf();
  const name = `yishou.toured.${login}`;
  const [touring, setTouring] = useState(() => login.startsWith('demo-') && kept(name) === null);
  const begin = useCallback(() => setTouring(true), []);
  const end = useCallback(() => {
    keep(name, 'yes');
    setTouring(false);
  }, [name]);
  return { touring, begin, end };
}
