import './jobs.css';

import { App, Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';

import { Day, durationText, secondsBetween, When } from '../../parts/day';
import { Facts } from '../../parts/facts';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import { useCancelJob } from '../../queries/use_cancel_job';
import { useJob } from '../../queries/use_job';
import { isMoving, type Job } from '../../queries/use_jobs';
import { useWords } from '../../words';
import { JobProgress } from './job_progress';
import { JobResult } from './job_result';
import { JobState } from './job_state';
import { periodText } from './period';
import { Requester } from './requester';

export function JobDetail({ no }: { no: number }) {
  const words = useWords();
  const query = useJob(no);
  const back = { to: '/jobs', label: words.jobs.title };
  const title = words.jobs.detail(no);
  if (query.isPending) {
    return (
      <PageFrame title={title} back={back}>
        <BlockSkeleton height={150} />
      </PageFrame>
    );
  }
  if (query.data === undefined) {
    return (
      <PageFrame title={title} back={back}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </PageFrame>
    );
  }
  const job = query.data;
  return (
    <PageFrame
      title={title}
      back={back}
      marks={<JobState job={job} />}
      actions={isMoving(job) && !job.cancel_asked ? <StopJob job={job} /> : undefined}
    >
      <Section title={words.jobs.kinds[job.kind]}>
        <JobFacts job={job} />
      </Section>
      {job.error !== '' && (
        <Section title={words.jobs.error}>
          <p className="foreign">{job.error}</p>
        </Section>
      )}
      <Section title={words.jobs.result}>
        {job.state === 'done' ? <JobResult job={job} /> : <p className="soft">{words.jobs.noResult}</p>}
      </Section>
    </PageFrame>
  );
}

function JobFacts({ job }: { job: Job }) {
  const words = useWords();
  const said = words.jobs;
  const seconds = secondsBetween(job.started_at, job.ended_at);
  const facts: [string, ReactNode][] = [
    [said.progress, <JobProgress key="p" job={job} />],
    [said.period, periodText(job, words)],
    [said.rules, job.parameters.rules || said.allRules],
    [said.region, job.parameters.region || said.wholeRegion],
    [said.by, <Requester key="r" job={job} />],
    [said.madeAt, <When key="m" time={job.made_at} />],
    [said.startedAt, <When key="s" time={job.started_at} />],
    [said.took, seconds === null ? <Day key="d" day={null} /> : durationText(seconds, words)],
  ];
  return <Facts facts={facts} />;
}

function StopJob({ job }: { job: Job }) {
  const words = useWords();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const cancel = useCancelJob();
  const stop = () =>
    cancel.mutate(job.job_no, {
      onSuccess: () => void message.info(words.jobs.asked),
      onError: (error) => void message.error(problemText(error)),
    });
  return (
    <Popconfirm
      title={words.jobs.stopAsk(job.job_no)}
      description={<p className="stop-hint">{words.jobs.stopHint}</p>}
      okText={words.jobs.stop}
      onConfirm={stop}
      placement="bottomRight"
    >
      <Button danger loading={cancel.isPending}>
        {words.jobs.stop}
      </Button>
    </Popconfirm>
  );
}
