import { StateTag, Tag, type Tone } from '../../parts/tags';
import { isMoving, type Job } from '../../queries/use_jobs';
import { useWords } from '../../words';

const tones: Record<Job['state'], Tone> = {
  waiting: 'quiet',
  running: 'active',
  done: 'good',
  failed: 'grave',
  cancelled: 'quiet',
  lost: 'warning',
};

export function JobState({ job }: { job: Job }) {
  const words = useWords();
  if (job.cancel_asked && isMoving(job)) return <Tag tone="warning">{words.jobs.stopping}</Tag>;
  return <StateTag state={job.state} names={words.jobs.states} tones={tones} />;
}
