// What can be done with several findings at once, and how it went with each.
import { App, Button, Modal } from 'antd';
import { useState } from 'react';

import { SmallTable } from '../../parts/small_table';
import { useProblemText } from '../../parts/use_problem_text';
import { saidIn } from '../../api/problem';
import { usePreferences } from '../../preferences';
import type { Finding } from '../../queries/use_findings';
import { useTakeSteps, type Change, type Step } from '../../queries/use_take_step';
import { useMay, type Permission } from '../../session/session';
import { useWords } from '../../words';
import { StepDialog } from './step_dialog';

const steps: [Step, Permission][] = [
  ['confirm', 'judge_findings'],
  ['dismiss', 'judge_findings'],
  ['ask', 'ask_institutions'],
  ['assign', 'assign_findings'],
  ['note', 'note_findings'],
];
const kMost = 1000;

interface Props {
  rows: Finding[];
  onDone: () => void;
}

export function BulkBar({ rows, onDone }: Props) {
  const words = useWords();
  const said = words.findings;
  const { language } = usePreferences();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const may = useMay();
  const take = useTakeSteps();
  const [step, setStep] = useState<Step | null>(null);
  const [failures, setFailures] = useState<{ finding_id: string; detail: string }[]>([]);
  const run = (change: Change) =>
    take.mutate(
      { ...change, findings: rows.map(({ finding_id, version }) => ({ finding_id, version })) },
      {
        onSuccess: ({ items }) => {
          const failed = items.filter((one) => one.outcome !== 'ok');
          setFailures(failed);
          setStep(null);
          onDone();
          const done = items.length - failed.length;
          if (failed.length === 0) void message.success(said.bulk.done(done));
          else void message.warning(said.bulk.some(done, failed.length));
        },
        onError: (error) => void message.error(problemText(error)),
      },
    );
  return (
    <>
      {rows.length > 0 && (
        <div className="bulk-bar" role="toolbar" aria-label={said.bulk.chosen(rows.length)}>
          <strong>{said.bulk.chosen(rows.length)}</strong>
          {rows.length > kMost && <span className="soft">{said.bulk.most}</span>}
          {steps.map(([one, permission]) =>
            may(permission) ? (
              <Button key={one} size="small" disabled={rows.length > kMost} onClick={() => setStep(one)}>
                {said.steps[one]}
              </Button>
            ) : null,
          )}
          <Button size="small" type="link" onClick={onDone}>
            {said.bulk.clear}
          </Button>
        </div>
      )}
      <StepDialog step={step} about={rows[0]?.finding_id} count={rows.length} pending={take.isPending} onTake={run} onClose={() => setStep(null)} />
      <Modal open={failures.length > 0} title={said.bulk.failures} footer={null} onCancel={() => setFailures([])} width={640}>
        <SmallTable
          label={said.bulk.failures}
          columns={[
            { key: 'id', title: said.sheet.number, render: (row) => <span className="code">{row.finding_id}</span> },
            { key: 'why', title: said.reason, render: (row) => saidIn(language, row.detail) },
          ]}
          rows={failures}
          rowKey={(row) => row.finding_id}
        />
      </Modal>
    </>
  );
}
