// Where people of an institution begin: what waits for their answer, what is said of them, and how they compare.
import './own.css';

import { Select } from 'antd';

import { PageFrame } from '../../parts/page_frame';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { useFilters } from '../../queries/use_list_query';
import { useOwnProfile } from '../../queries/use_own_profile';
import { useSelf } from '../../session/session';
import { useWords } from '../../words';
import { Asked } from './asked';
import { OwnFindings } from './own_findings';
import { OwnParameters } from './own_parameters';
import { OwnReminders } from './own_reminders';
import { Peers } from './peers';

const filterNames = ['institution', 'indicator'] as const;

export default function Own() {
  const words = useWords();
  const { institutions } = useSelf();
  const { filters } = useFilters(filterNames);
  const code = institutions.find((one) => one === filters.institution) ?? institutions[0];
  if (code === undefined) {
    return (
      <PageFrame title={words.shell.pages.own}>
        <EmptyState title={words.common.states.noRight} hint={words.common.states.noRightHint} />
      </PageFrame>
    );
  }
  return <OfInstitution key={code} code={code} institutions={institutions} />;
}

function OfInstitution({ code, institutions }: { code: string; institutions: string[] }) {
  const words = useWords();
  const said = words.own;
  const { setFilters } = useFilters(filterNames);
  const query = useOwnProfile(code);
  return (
    <PageFrame
      title={query.data?.fixmedins_name || code}
      lead={said.lead}
      actions={
        institutions.length > 1 ? (
          <Select
            aria-label={said.institution}
            className="own-institution"
            value={code}
            onChange={(institution) => setFilters({ institution })}
            options={institutions.map((value) => ({ value, label: value }))}
          />
        ) : undefined
      }
    >
      <Asked institution={code} />
      <OwnReminders institution={code} />
      {query.data !== undefined ? (
        <>
          <OwnFindings profile={query.data} />
          <Peers indicators={query.data.indicators ?? []} />
          <OwnParameters rules={query.data.findings?.by_rule.map((row) => row.rule_no) ?? []} />
        </>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <BlockSkeleton height={640} />
      )}
    </PageFrame>
  );
}
