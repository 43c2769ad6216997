// What a person prefers on this machine: language and light or dark. Kept in localStorage, which holds nothing else of weight.
import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';

import { dark, light, paint, type Palette } from './tokens';
import type { Language } from './words';

export type Look = 'system' | 'light' | 'dark';

interface Preferences {
  language: Language;
  setLanguage: (language: Language) => void;
  look: Look;
  setLook: (look: Look) => void;
  isDark: boolean;
  palette: Palette;
}

const kLanguage = 'yishou.language';
const kLook = 'yishou.look';

// Storage may be forbidden by the browser's settings; then nothing is kept and everything works.
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Not kept.
  }
}

/** Chinese, unless somebody chose English or has a browser in English. */
export function firstLanguage(): Language {
  const chosen = kept(kLanguage);
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

function firstLook(): Look {
  const chosen = kept(kLook);
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = matchMedia(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    () => matchMedia(query).matches,
  );
}

const Context = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, changeLanguage] = useState<Language>(firstLanguage);
  const [look, changeLook] = useState<Look>(firstLook);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const onPaper = useMedia('print'); // paper is light
  const isDark = !onPaper && (look === 'dark' || (look === 'system' && systemDark));
  const palette = isDark ? dark : light;
  useLayoutEffect(() => paint(palette), [palette]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);

  const setLanguage = useCallback((next: Language) => {
    keep(kLanguage, next);
    changeLanguage(next);
  }, []);
  const setLook = useCallback((next: Look) => {
    keep(kLook, next === 'system' ? null : next);
    changeLook(next);
  }, []);

  const value = useMemo(
    () => ({ language, setLanguage, look, setLook, isDark, palette }),
    [language, setLanguage, look, setLook, isDark, palette],
  );
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): Preferences {
  const value = useContext(Context);
  if (value === null) throw new Error('usePreferences stands inside PreferencesProvider');
  return value;
}
