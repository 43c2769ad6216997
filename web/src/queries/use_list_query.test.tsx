import { act, renderHook, waitFor } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BrowserRouter } from 'react-router';
import { expect, test } from 'vitest';

import { useListQuery, type Asked } from './use_list_query';

const names = ['state', 'region'] as const;

function listen() {
  const asked: { filters: object; cursor: string | undefined }[] = [];
  const fetchPage = async ({ filters, cursor }: Asked<(typeof names)[number]>) => {
    asked.push({ filters, cursor });
    return cursor === undefined ? { items: ['a', 'b'], next: 'c2' } : { items: ['c'], next: null };
  };
  const queries = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>
      <BrowserRouter>{children}</BrowserRouter>
    </QueryClientProvider>
  );
  return { asked, ...renderHook(() => useListQuery('things', names, fetchPage), { wrapper }) };
}

test('the address holds the filters, and strangers in it are left alone', async () => {
  history.replaceState(null, '', '/things?state=done&other=1&region=');
  const { asked, result } = listen();
  await waitFor(() => expect(result.current.rows).toEqual(['a', 'b']));
  expect(asked).toEqual([{ filters: { state: 'done' }, cursor: undefined }]);
  expect(result.current.isFiltered).toBe(true);
  act(() => result.current.setFilters({ region: '61', state: null }));
  await waitFor(() => expect(asked.at(-1)?.filters).toEqual({ region: '61' }));
  expect(location.search).toBe('?other=1&region=61');
  act(() => result.current.clearFilters());
  await waitFor(() => expect(result.current.isFiltered).toBe(false));
  expect(location.search).toBe('?other=1');
});

test('pages follow each other by cursor until there is none', async () => {
  const { asked, result } = listen();
  await waitFor(() => expect(result.current.query.hasNextPage).toBe(true));
  await act(() => result.current.query.fetchNextPage());
  await waitFor(() => expect(result.current.rows).toEqual(['a', 'b', 'c']));
  expect(asked.map((one) => one.cursor)).toEqual([undefined, 'c2']);
  expect(result.current.query.hasNextPage).toBe(false);
});
