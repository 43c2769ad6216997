import { AccountName } from '../../parts/account_name';
import type { Job } from '../../queries/use_jobs';

/** Who asked for a job. */
export const Requester = ({ job }: { job: Job }) => <AccountName id={job.requested_by} />;
