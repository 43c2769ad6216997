import { useCallback } from 'react';

import { ProblemError, saidIn } from '../api/problem';
import { usePreferences } from '../preferences';
import { useWords } from '../words';

/** One sentence about what went wrong, for a message that passes by. */
export function useProblemText(): (error: Error) => string {
  const words = useWords();
  const { language } = usePreferences();
  return useCallback(
    (error) => {
      if (!(error instanceof ProblemError)) return words.common.states.failed;
      if (error.status === 0) return words.common.states.unreachable;
      return saidIn(language, error.detail) || saidIn(language, error.title) || words.common.states.failed;
    },
    [language, words],
  );
}
