// The chain of the log is proved when somebody asks; the outcome stays in sight.
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Typography } from 'antd';

import { HelpMark } from '../../parts/help_mark';
import { countText } from '../../parts/money';
import { useProblemText } from '../../parts/use_problem_text';
import { useVerifyLog, type LogVerdict } from '../../queries/use_verify_log';
import { useWords } from '../../words';

export function Verification() {
  const words = useWords();
  const said = words.log;
  const problemText = useProblemText();
  const verify = useVerifyLog();
  return (
    <div className="log-verification">
      <span>
        <Button icon={<SafetyCertificateOutlined aria-hidden />} loading={verify.isPending} onClick={() => verify.mutate()}>
          {said.verify}
        </Button>
        <HelpMark about={said.verify} text={said.verifyHelp} />
      </span>
      <div role="status" className="log-verdict">
        {verify.isError && <Alert type="error" title={problemText(verify.error)} />}
        {verify.data !== undefined && <Verdict verdict={verify.data} />}
      </div>
    </div>
  );
}

function Verdict({ verdict }: { verdict: LogVerdict }) {
  const words = useWords();
  const said = words.log;
  const text = verdict.broken_seq === null ? said.records(countText(verdict.records)) : said.brokenAt(verdict.broken_seq);
  return (
    <Alert
      type={verdict.whole ? 'success' : 'error'}
      showIcon
      title={verdict.whole ? said.whole : said.broken}
      description={
        <>
          {text} {said.head}（{countText(verdict.head_seq)}）
          <Typography.Text className="code log-head" copyable={{ text: verdict.head_hash, tooltips: [words.common.copy, words.common.copied] }}>
            {verdict.head_hash}
          </Typography.Text>
          <span className="soft log-head-hint">{said.headHint}</span>
        </>
      }
    />
  );
}
