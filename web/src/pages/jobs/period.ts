import type { Job } from '../../queries/use_jobs';
import type { Words } from '../../words';

/** "2026-01-01 至 2026-03-31"; an end that was not given is open. */
export function periodText(job: Job, words: Words): string {
  const { from, to } = job.parameters;
  if (!from && !to) return words.jobs.wholePeriod;
  return [from && (to ? from : words.jobs.from(from)), to && words.jobs.to(to)].filter(Boolean).join(' ');
}
