// What the person may do with the finding now. The service says which steps there are and who may take them.
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';

import { ProblemError } from '../../api/problem';
import { useProblemText } from '../../parts/use_problem_text';
import type { FindingNow } from '../../queries/use_finding';
import { useTakeStep, type Change, type Step } from '../../queries/use_take_step';
import { useWords } from '../../words';
import { StepDialog } from './step_dialog';

const kChanged = [409, 412];
const foremost: Step[] = ['confirm', 'dismiss', 'answer', 'ask'];

export function FindingSteps({ now }: { now: FindingNow }) {
  const words = useWords();
  const said = words.findings;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const id = now.finding.finding_id;
  const take = useTakeStep(id);
  const [step, setStep] = useState<Step | null>(null);
  const allowed = now.finding.steps.filter((one) => one.allowed).map((one) => one.step);
  const first = foremost.filter((one) => allowed.includes(one));
  const rest = allowed.filter((one) => !foremost.includes(one));
  const run = (change: Change) =>
    take.mutate(
      { change, etag: now.etag },
      {
        onSuccess: () => {
          setStep(null);
          void message.success(said.stepDone);
        },
        onError: (error) => {
          const changed = error instanceof ProblemError && kChanged.includes(error.status);
          if (changed) setStep(null);
          void message.error(changed ? said.conflict : problemText(error), 6);
        },
      },
    );
  return (
    <>
      {first.map((one, index) => (
        <Button key={one} type={index === 0 ? 'primary' : 'default'} onClick={() => setStep(one)}>
          {said.steps[one]}
        </Button>
      ))}
      {rest.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: rest.map((one) => ({ key: one, label: said.steps[one] })), onClick: ({ key }) => setStep(key as Step) }}>
          <Button>…<span className="unseen">{said.more}</span></Button>
        </Dropdown>
      )}
      <StepDialog step={step} about={id} pending={take.isPending} onTake={run} onClose={() => setStep(null)} />
    </>
  );
}
