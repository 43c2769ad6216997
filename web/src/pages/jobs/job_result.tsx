import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useJobResult } from '../../queries/use_job_result';
import type { Job } from '../../queries/use_jobs';
import { AuditOutcome } from './audit_outcome';
import { BacktestOutcome } from './backtest_outcome';

export function JobResult({ job }: { job: Job }) {
  const query = useJobResult(job.job_no, job.state === 'done');
  if (query.isPending) return <BlockSkeleton height={220} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return 'outcome' in query.data ? <BacktestOutcome no={job.job_no} result={query.data} /> : <AuditOutcome result={query.data} />;
}
