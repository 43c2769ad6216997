import { App, Button, Popconfirm } from 'antd';
import { Link, useNavigate } from 'react-router';

import { When } from '../../parts/day';
import { AccountName } from '../../parts/account_name';
import { Facts } from '../../parts/facts';
import { HelpMark } from '../../parts/help_mark';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useProblemText } from '../../parts/use_problem_text';
import { useEndShadow, useShadow, type Shadow } from '../../queries/use_shadows';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { DoctorDays } from './doctor_days';
import { ShadowFigures } from './shadow_figures';
import { ShadowState } from './shadow_state';
import { ShadowByInstitution, ShadowByRule, ShadowSamples } from './shadow_tables';

export function ShadowDetail({ id }: { id: string }) {
  const words = useWords();
  const said = words.shadows;
  const may = useMay();
  const query = useShadow(id);
  const back = { to: '/shadows', label: said.title };
  if (query.data === undefined) {
    return (
      <PageFrame title={said.title} back={back}>
        {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={420} />}
      </PageFrame>
    );
  }
  const shadow = query.data;
  const { outcome } = shadow;
  return (
    <PageFrame
      title={shadow.name}
      back={back}
      marks={<ShadowState state={shadow.state} />}
      actions={may('change_rules') && <End shadow={shadow} />}
    >
      <Section title={said.total}>
        {shadow.error !== '' && <p className="foreign">{shadow.error}</p>}
        <ShadowFigures shadow={shadow} />
      </Section>
      <Section title={said.doctorDays} extra={<HelpMark about={said.doctorDays} text={said.doctorDaysHelp} />}>
        <DoctorDays shadow={shadow} />
      </Section>
      {outcome.by_rule.length > 0 && <ShadowByRule rows={outcome.by_rule} />}
      {outcome.institutions.length > 0 && <ShadowByInstitution rows={outcome.institutions} />}
      {outcome.samples.length > 0 && <ShadowSamples rows={outcome.samples} />}
      <Section title={said.scope}>
        <Facts
          facts={[
            [
              said.draft,
              shadow.draft.draft_no === null ? '—' : (
                <Link key="d" to={`/drafts/${shadow.draft.draft_no}`}>
                  {said.draftNo(shadow.draft.draft_no)}
                </Link>
              ),
            ],
            [said.scope, shadow.regions.map((region) => region || words.rules.nation).concat(shadow.institutions).join(', ')],
            [said.madeBy, <AccountName key="b" id={shadow.made_by} />],
            [said.madeAt, <When key="a" time={shadow.made_at} />],
            [said.knowledge, <span key="k" className="code">{shadow.knowledge_version}</span>],
          ]}
        />
      </Section>
    </PageFrame>
  );
}

function End({ shadow }: { shadow: Shadow }) {
  const words = useWords();
  const said = words.shadows;
  const navigate = useNavigate();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const end = useEndShadow();
  const run = () =>
    end.mutate(shadow.id, {
      onSuccess: () => {
        void message.success(said.ended);
        void navigate('/shadows');
      },
      onError: (error) => void message.error(problemText(error)),
    });
  return (
    <Popconfirm title={said.endAsk} description={said.endHint} okText={said.end} onConfirm={run} placement="bottomRight">
      <Button danger loading={end.isPending}>
        {said.end}
      </Button>
    </Popconfirm>
  );
}
