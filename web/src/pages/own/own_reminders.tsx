import { Link } from 'react-router';

import { Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useTrafficSummary } from '../../queries/use_traffic_summary';
import { useMay } from '../../session/session';
import { useWords } from '../../words';
import { TrafficFigures } from '../traffic/traffic_figures';

const kDay = 1440; // minutes

/** What the institution's own software was told today; to whom the service gives no right to it, in one quiet line. */
export function OwnReminders({ institution }: { institution: string }) {
  const said = useWords().own;
  const may = useMay();
  if (!may('read_traffic')) {
    return (
      <Section title={said.reminders}>
        <p className="soft">{said.noReminderRight}</p>
      </Section>
    );
  }
  return (
    <Section title={said.reminders} extra={<Link to={`/traffic/requests?${new URLSearchParams({ institution })}`}>{said.allReminders}</Link>}>
      <Today institution={institution} />
    </Section>
  );
}

function Today({ institution }: { institution: string }) {
  const query = useTrafficSummary(kDay, institution, false);
  if (query.data !== undefined) return <TrafficFigures summary={query.data} institution={institution} />;
  return query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <BlockSkeleton height={74} />;
}
