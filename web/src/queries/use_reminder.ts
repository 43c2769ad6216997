import { useQuery } from '@tanstack/react-query';

import type { paths } from '../api/schema';
import { answered, api } from '../api/client';

export type Reminder = paths['/v1/reminders/{jr_id}']['get']['responses'][200]['content']['application/json'];

export const useReminder = (id: string) =>
  useQuery({
    queryKey: ['reminder', id],
    queryFn: ({ signal }) => answered(api.GET('/v1/reminders/{jr_id}', { params: { path: { jr_id: id } }, signal })),
  });
