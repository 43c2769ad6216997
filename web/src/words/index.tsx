// Every word that a person reads, in both languages. A key that is missing or too much in English does not compile: each file
// of en/ is typed by its twin in zh/. The language in use is loaded alone.
import { createContext, useContext } from 'react';

export type Language = 'zh' | 'en';
export type Words = typeof import('./zh');

export async function loadWords(language: Language): Promise<Words> {
  return language === 'zh' ? import('./zh') : import('./en');
}

export const WordsContext = createContext<Words | null>(null);

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('useWords stands inside WordsContext');
  return words;
}
