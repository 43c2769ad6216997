// A list under its filters: a table with the states that every list has.
import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';

import type { ListQuery } from '../queries/use_list_query';
import { useWords } from '../words';
import { DataTable, type DataTableProps } from './data_table';
import { EmptyState, ErrorState } from './states';

interface Props<Row, Name extends string> extends Omit<DataTableProps<Row>, 'rows' | 'more' | 'empty'> {
  list: ListQuery<Row, Name>;
  /** When there is nothing, and no filter is to blame. */
  empty: { title: string; hint?: ReactNode; action?: ReactNode };
}

export function ListBody<Row, Name extends string>({ list, empty, toolbar, ...table }: Props<Row, Name>) {
  const words = useWords();
  const { query, rows, isFiltered, clearFilters } = list;
  if (query.isError && rows === undefined) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const waiting = rows === undefined ? <div className="table-waiting" aria-busy="true" /> : null;
  const nothing = isFiltered ? (
    <EmptyState
      title={words.common.emptyFiltered}
      action={<Button onClick={clearFilters}>{words.common.clearFilters}</Button>}
    />
  ) : (
    <EmptyState {...empty} />
  );
  return (
    <DataTable
      {...table}
      rows={rows ?? []}
      more={{
        has: query.hasNextPage,
        loading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
      toolbar={
        <>
          {toolbar}
          {isFiltered && (
            <Button type="link" onClick={clearFilters}>
              {words.common.clearFilters}
            </Button>
          )}
          <Button
            type="text"
            icon={<ReloadOutlined spin={query.isRefetching && !query.isFetchingNextPage} />}
            aria-label={words.common.refresh}
            onClick={() => void query.refetch()}
          />
        </>
      }
      empty={waiting ?? nothing}
    />
  );
}
