import { App, Button, DatePicker, Form, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { Link } from 'react-router';

import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import type { Draft } from '../../queries/use_draft';
import { useBacktestDraft } from '../../queries/use_draft_trials';
import { useJob } from '../../queries/use_job';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { JobProgress } from '../jobs/job_progress';
import { JobResult } from '../jobs/job_result';
import { JobState } from '../jobs/job_state';
import { isOutdated } from './flow';

interface Given {
  days?: [Dayjs | null, Dayjs | null] | null;
  rules?: string;
}

export function DraftBacktest({ draft, isOver }: { draft: Draft; isOver: boolean }) {
  const words = useWords();
  const said = words.drafts;
  const may = useMay();
  const { changes } = draft;
  const isEmpty = [changes.parameters, changes.confirmations, changes.withdrawals, changes.rules, changes.files].every((part) => part.length === 0);
  return (
    <Section title={said.backtest} extra={<HelpMark about={said.backtest} text={said.backtestHelp} />}>
      {may('run_audits') && !isOver && !isEmpty && <Start draft={draft} />}
      {draft.backtest_job === null ? <p className="soft">{said.noBacktest}</p> : <Latest draft={draft} no={draft.backtest_job} />}
    </Section>
  );
}

function Start({ draft }: { draft: Draft }) {
  const words = useWords();
  const said = words.drafts;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const start = useBacktestDraft(draft.draft_no);
  const submit = ({ days, rules }: Given) =>
    start.mutate(
      {
        from: days?.[0]?.format('YYYY-MM-DD') ?? '',
        to: days?.[1]?.format('YYYY-MM-DD') ?? '',
        rules: rules?.replaceAll(' ', '') ?? '',
        region: draft.region,
      },
      {
        onSuccess: (job) => void message.success(words.jobs.started(job.job_no)),
        onError: (error) => void message.error(problemText(error)),
      },
    );
  return (
    <Form className="draft-start no-print" layout="inline" onFinish={submit}>
      <Form.Item name="days">
        <DatePicker.RangePicker aria-label={said.period} allowEmpty={[true, true]} />
      </Form.Item>
      <Form.Item
        name="rules"
        rules={[{ pattern: /^\s*(\d+(\s*-\s*\d+)?)(\s*,\s*\d+(\s*-\s*\d+)?)*\s*$/, message: words.jobs.form.rulesWrong }]}
      >
        <Input aria-label={said.rulesAsked} placeholder={said.rulesAsked} style={{ width: 190 }} />
      </Form.Item>
      <Button htmlType="submit" type={draft.backtest_job === null ? 'primary' : 'default'} loading={start.isPending}>
        {draft.backtest_job === null ? said.startBacktest : said.againBacktest}
      </Button>
    </Form>
  );
}

function Latest({ draft, no }: { draft: Draft; no: number }) {
  const words = useWords();
  const query = useJob(no);
  if (query.isPending) return <BlockSkeleton height={120} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const job = query.data;
  return (
    <>
      <p className="draft-trial">
        <Link to={`/jobs/${no}`}>{words.drafts.jobNo(no)}</Link> <JobState job={job} />
        {job.state === 'running' && <JobProgress job={job} />}
        {isOutdated(draft, job.made_at) && <span className="draft-outdated">{words.drafts.outdated}</span>}
      </p>
      {job.error !== '' && <p className="foreign">{job.error}</p>}
      {job.state === 'done' && <JobResult job={job} />}
    </>
  );
}
