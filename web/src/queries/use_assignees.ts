import { useQuery } from '@tanstack/react-query';

import { answered, api } from '../api/client';

export const useAssignees = (id: string | undefined) =>
  useQuery({
    queryKey: ['assignees', id],
    queryFn: ({ signal }) =>
      answered(api.GET('/v1/findings/{id}/assignees', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined,
  });
