// One finding, understood at a glance and in depth: what was billed, against which limit, for how much, and what speaks for the accused.
import './findings.css';

import { PrinterOutlined } from '@ant-design/icons';
import { Link } from 'react-router';

import { Facts } from '../../parts/facts';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { GravityTag } from '../../parts/tags';
import { usePreferences } from '../../preferences';
import { useFinding, type FindingNow } from '../../queries/use_finding';
import { useRule } from '../../queries/use_rule';
import { useRuleNames } from '../../queries/use_rule_names';
import { useWords } from '../../words';
import { Defence } from './defence';
import { FindingFiles } from './finding_files';
import { FindingHistory } from './finding_history';
import { FindingLines } from './finding_lines';
import { FindingStateTag } from './finding_marks';
import { FindingSteps } from './finding_steps';
import { FindingTimeline } from './finding_timeline';
import { Glance } from './glance';
import { OtherFindings } from './other_findings';
import { RunLink } from './run_link';

export function FindingDetail({ id }: { id: string }) {
  const words = useWords();
  const said = words.findings.detail;
  const query = useFinding(id);
  const back = { to: '/findings', label: said.back };
  if (query.data === undefined) {
    return (
      <PageFrame title={words.findings.sheet.number} back={back}>
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={560} />}
      </PageFrame>
    );
  }
  return <Shown now={query.data} />;
}

function Shown({ now }: { now: FindingNow }) {
  const words = useWords();
  const said = words.findings.detail;
  const nameOf = useRuleNames();
  const { finding } = now;
  return (
    <PageFrame
      title={`${finding.rule_no} ${nameOf(finding.rule_no) || finding.rule_name}`}
      back={{ to: '/findings', label: said.back }}
      marks={
        <>
          <GravityTag verdict={finding.verdict} gravity={finding.sev_deg} />
          <FindingStateTag state={finding.state} />
        </>
      }
      actions={
        <>
          <Link className="page-action" to={`/findings/${finding.finding_id}/sheet`}>
            <PrinterOutlined aria-hidden /> {said.sheet}
          </Link>
          <FindingSteps now={now} />
        </>
      }
    >
      <div className="finding-columns">
        <Section title={said.glance}>
          <Glance finding={finding} />
        </Section>
        <Section title={said.defence}>
          <Defence finding={finding} />
        </Section>
      </div>
      <FindingLines finding={finding} />
      <Section title={said.timeline}>
        <FindingTimeline finding={finding} />
      </Section>
      <div className="finding-columns">
        <Section title={said.rule}>
          <RuleFacts now={now} />
        </Section>
        <Section title={said.files}>
          <FindingFiles finding={finding} />
        </Section>
      </div>
      <Section title={said.others}>
        <OtherFindings id={finding.finding_id} />
      </Section>
      <Section title={said.history}>
        <FindingHistory finding={finding} />
      </Section>
    </PageFrame>
  );
}

function RuleFacts({ now: { finding } }: { now: FindingNow }) {
  const words = useWords();
  const said = words.findings.detail;
  const { language } = usePreferences();
  const rule = useRule(finding.rule_no);
  const meaning = language === 'zh' ? rule.data?.meaning_zh : rule.data?.meaning_en;
  return (
    <Facts
      facts={[
        [said.ruleText, <Link key="m" to={`/rules/${finding.rule_no}`}>{meaning ?? finding.rule_name}</Link>],
        [said.ruleVersion, <span key="v" className="code">{finding.rule_version}</span>],
        [said.knowledgeVersion, <span key="k" className="code">{finding.knowledge_version}</span>],
        [said.run, <RunLink key="r" run={finding.run} />],
      ]}
    />
  );
}
