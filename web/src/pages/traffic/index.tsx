// Pre-checks: how they run now, the list of requests, and one reminder with what it rests on.
import { useMatch, useParams } from 'react-router';

import { ReminderDetail } from './reminder_detail';
import { RequestList } from './request_list';
import { TrafficOverview } from './traffic_overview';

export default function Traffic() {
  const isList = useMatch('/traffic/requests') !== null;
  const { jr_id } = useParams();
  if (isList) return <RequestList />;
  return jr_id === undefined ? <TrafficOverview /> : <ReminderDetail key={jr_id} id={jr_id} />;
}
