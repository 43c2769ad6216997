import { Link } from 'react-router';

import { useMay } from '../../session/session';
import { useWords } from '../../words';

const kJob = /^job-(\d+)-/;

/** The run that found it: the job, where one may open it. A run at the command line has no page. */
export function RunLink({ run }: { run: string }) {
  const words = useWords();
  const may = useMay();
  const job = kJob.exec(run)?.[1];
  if (job === undefined) return <span className="code">{run}</span>;
  const name = words.jobs.detail(Number(job));
  return may('run_audits') ? (
    <Link to={`/jobs/${job}`} title={run}>
      {name}
    </Link>
  ) : (
    <span title={run}>{name}</span>
  );
}
