import type { Job } from '../../queries/use_jobs';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';

/** Who asked for a job: oneself, or the number of an account, whose name not everybody may read. */
export function Requester({ job }: { job: Job }) {
  const words = useWords();
  const { account_id } = useSelf();
  return job.requested_by === account_id ? words.jobs.me : <span className="code">{job.requested_by}</span>;
}
