// The providers that a part needs, with the real words, and a service that answers what a test says.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { App as AntApp, ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { BrowserRouter } from 'react-router';

import { PreferencesProvider } from './preferences';
import { loadWords, WordsContext, type Language } from './words';

export interface AskedOf {
  method: string;
  path: string; // with its query
  body: unknown;
  header: (name: string) => string | null;
}

/** In place of the network: `answer` says what the service says. Everything that was asked is returned, in order. */
export function serviceThat(answer: (asked: AskedOf) => Response | Promise<Response>): AskedOf[] {
  const all: AskedOf[] = [];
  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const url = new URL(request.url);
    const text = await request.clone().text();
    const asked: AskedOf = {
      method: request.method,
      path: url.pathname + url.search,
      body: text === '' ? null : JSON.parse(text),
      header: (name) => request.headers.get(name),
    };
    all.push(asked);
    return answer(asked);
  };
  return all;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  });

export async function show(content: ReactNode, language: Language = 'zh') {
  localStorage.setItem('yishou.language', language);
  const words = await loadWords(language);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const shown = render(
    <PreferencesProvider>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <WordsContext value={words}>
            <ConfigProvider theme={{ token: { motion: false } }} button={{ autoInsertSpace: false }}>
              <AntApp component={false}>{content}</AntApp>
            </ConfigProvider>
          </WordsContext>
        </BrowserRouter>
      </QueryClientProvider>
    </PreferencesProvider>,
  );
  return { ...shown, words, queries };
}
