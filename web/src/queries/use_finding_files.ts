import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export const useFindingFiles = (id: string) =>
  useQuery({
    queryKey: ['finding', id, 'files'],
    queryFn: ({ signal }) => answered(api.GET('/v1/findings/{id}/files', { params: { path: { id } }, signal })),
  });

export function useAddFindingFile(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      answered(
        api.POST('/v1/findings/{id}/files', {
          params: { path: { id }, query: { name: file.name } },
          body: file as unknown as string,
          bodySerializer: () => file,
          headers: { 'Content-Type': 'application/octet-stream' },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['finding', id, 'files'] }),
  });
}
