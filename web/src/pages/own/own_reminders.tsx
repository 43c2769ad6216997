import { Link } from 'react-router';

import { Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useTrafficSummary } from '../../queries/use_traffic_summary';
import { useWords } from '../../words';
import { TrafficFigures } from '../traffic/traffic_figures';

const kDay = 1440; // minutes

export function OwnReminders({ institution }: { institution: string }) {
  const said = useWords().own;
  const query = useTrafficSummary(kDay, institution, false);
  return (
    <Section title={said.reminders} extra={<Link to={`/traffic/requests?${new URLSearchParams({ institution })}`}>{said.allReminders}</Link>}>
      {query.data !== undefined ? (
        <TrafficFigures summary={query.data} institution={institution} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <BlockSkeleton height={74} />
      )}
    </Section>
  );
}
