import { answered, api, type Schemas } from '../api/client';
import { useListQuery, type Asked } from './use_list_query';

export type Job = Schemas['Job'];
export const jobFilters = ['state'] as const;

export const isMoving = (job: Job) => job.state === 'waiting' || job.state === 'running';

const fetchJobs = ({ filters, cursor, signal }: Asked<(typeof jobFilters)[number]>) =>
  answered(
    api.GET('/v1/jobs', {
      params: { query: { ...(filters as { state?: Job['state'] }), ...(cursor === undefined ? {} : { cursor }) } },
      signal,
    }),
  );

/** Jobs, the latest first; asked for again while one of them moves. */
export const useJobs = () =>
  useListQuery('jobs', jobFilters, fetchJobs, { again: (rows) => (rows.some(isMoving) ? 1000 : false) });
