// The providers around everything, and the routes made of the list of pages.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';

import { loadLocale, type Locale } from './locale';
import { NoPageState, NoRightState, PageSkeleton } from './parts/states';
import { PreferencesProvider, useMedia, usePreferences } from './preferences';
import { pages } from './routes';
import { Gate } from './session/gate';
import { SessionProvider } from './session/session';
import { PageBoundary } from './shell/page_boundary';
import { Shell } from './shell/shell';
import { usePages } from './shell/use_pages';
import { themeOf } from './theme';
import { loadWords, WordsContext, type Language, type Words } from './words';
import { shouldRetry } from './queries/retry';

export interface Spoken {
  language: Language;
  words: Words;
  locale: Locale;
}
export async function speak(language: Language): Promise<Spoken> {
  const [words, locale] = await Promise.all([loadWords(language), loadLocale(language)]);
  return { language, words, locale };
}

// Words of the language chosen; until they have come, those there are stay.
function Speaking({ first, children }: { first: Spoken; children: ReactNode }) {
  const { language, isDark } = usePreferences();
  const [spoken, setSpoken] = useState(first);
  useEffect(() => {
    let wanted = true;
    if (spoken.language !== language) void speak(language).then((next) => wanted && setSpoken(next));
    return () => {
      wanted = false;
    };
  }, [language, spoken.language]);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const theme = useMemo(() => themeOf(isDark, isStill), [isDark, isStill]);
  return (
    <WordsContext value={spoken.words}>
      <ConfigProvider locale={spoken.locale} theme={theme} button={{ autoInsertSpace: false }}>
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </WordsContext>
  );
}

const loaded = new Map(pages.map((page) => [page.name, lazy(page.load)]));

// Of the pages at a path the one that is for the person.
function PathRoute({ path }: { path: string }) {
  const page = usePages().find(({ paths }) => paths.includes(path));
  if (page === undefined) return path === '/' ? <FirstPage /> : <NoRightState />;
  const Content = loaded.get(page.name);
  return <PageBoundary key={page.name}>{Content && <Content />}</PageBoundary>;
}

// Where a person begins: the first page of the list that the role may see.
function FirstPage() {
  const first = usePages().find((page) => page.icon);
  return first === undefined ? <NoRightState /> : <Navigate to={first.paths[0]} replace />;
}

const paths = [...new Set(['/', ...pages.flatMap((page) => page.paths)])];

function Pages() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Routes>
        {paths.map((path) => (
          <Route key={path} path={path} element={<PathRoute path={path} />} />
        ))}
        <Route path="*" element={<NoPageState />} />
      </Routes>
    </Suspense>
  );
}

export function App({ first }: { first: Spoken }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: shouldRetry, staleTime: 15_000, refetchOnWindowFocus: false } },
      }),
  );
  return (
    <PreferencesProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Speaking first={first}>
            <SessionProvider>
              <Gate>
                <Shell>
                  <Pages />
                </Shell>
              </Gate>
            </SessionProvider>
          </Speaking>
        </BrowserRouter>
      </QueryClientProvider>
    </PreferencesProvider>
  );
}
