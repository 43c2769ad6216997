import { Progress } from 'antd';

import { countText } from '../../parts/money';
import type { Job } from '../../queries/use_jobs';
import { useWords } from '../../words';

export function JobProgress({ job }: { job: Job }) {
  const words = useWords();
  if (job.total === 0) return <span className="soft">—</span>;
  const percent = Math.floor((100 * job.done) / job.total);
  if (job.state !== 'running') return <span>{words.jobs.lines(countText(job.done), countText(job.total))}</span>;
  return <Progress percent={percent} size="small" status="active" aria-label={words.jobs.progress} />;
}
