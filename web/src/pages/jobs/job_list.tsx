import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';

import { When, durationText, secondsBetween } from '../../parts/day';
import type { Column } from '../../parts/data_table';
import { HelpMark } from '../../parts/help_mark';
import { ListBody } from '../../parts/list_body';
import { PageFrame } from '../../parts/page_frame';
import { useJobs, type Job } from '../../queries/use_jobs';
import { useWords } from '../../words';
import { JobProgress } from './job_progress';
import { JobState } from './job_state';
import { periodText } from './period';
import { Requester } from './requester';
import { StartAudit } from './start_audit';

const states: Job['state'][] = ['waiting', 'running', 'done', 'failed', 'cancelled', 'lost'];
const keyOf = (job: Job) => String(job.job_no);

export function JobList() {
  const words = useWords();
  const navigate = useNavigate();
  const list = useJobs();
  const [starting, setStarting] = useState(false);

  const columns = useMemo((): Column<Job>[] => {
    const said = words.jobs;
    return [
      { key: 'job_no', title: said.number, width: 64, align: 'end', render: (job) => <Link to={`/jobs/${job.job_no}`}>{job.job_no}</Link> },
      { key: 'kind', title: said.kind, width: 90, render: (job) => said.kinds[job.kind] },
      { key: 'state', title: said.state, width: 110, render: (job) => <JobState job={job} /> },
      {
        key: 'progress',
        title: said.progress,
        width: 190,
        grow: 1,
        help: <HelpMark about={said.progress} text={said.progressHelp} />,
        render: (job) => <JobProgress job={job} />,
      },
      { key: 'period', title: said.period, width: 190, grow: 1, render: (job) => periodText(job, words) },
      { key: 'rules', title: said.rules, width: 110, grow: 1, render: (job) => job.parameters.rules || said.allRules },
      { key: 'region', title: said.region, width: 80, render: (job) => job.parameters.region || said.wholeRegion },
      { key: 'by', title: said.by, width: 160, optional: true, render: (job) => <Requester job={job} /> },
      { key: 'made_at', title: said.madeAt, width: 150, render: (job) => <When time={job.made_at} /> },
      {
        key: 'took',
        title: said.took,
        width: 110,
        align: 'end',
        render: (job) => {
          const seconds = secondsBetween(job.started_at, job.ended_at);
          return seconds === null ? <span className="soft">—</span> : durationText(seconds, words);
        },
      },
      { key: 'ended_at', title: said.endedAt, width: 150, optional: true, render: (job) => <When time={job.ended_at} /> },
    ];
  }, [words]);

  const start = (
    <Button type="primary" onClick={() => setStarting(true)}>
      {words.jobs.startAudit}
    </Button>
  );
  return (
    <PageFrame fills title={words.jobs.title} lead={words.jobs.lead} actions={start}>
      <ListBody
        name="jobs"
        label={words.jobs.title}
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(job) => void navigate(`/jobs/${job.job_no}`)}
        toolbar={
          <Select
            aria-label={words.jobs.state}
            style={{ minWidth: 140 }}
            value={list.filters.state ?? ''}
            onChange={(state) => list.setFilters({ state })}
            options={[
              { value: '', label: words.jobs.allStates },
              ...states.map((state) => ({ value: state, label: words.jobs.states[state] })),
            ]}
          />
        }
        empty={{ title: words.jobs.empty, hint: words.jobs.emptyHint, action: start }}
      />
      <StartAudit open={starting} onClose={() => setStarting(false)} />
    </PageFrame>
  );
}
