import { Link } from 'react-router';

import { Figure, Figures } from '../../parts/figure';
import { countText } from '../../parts/money';
import { EmptyState } from '../../parts/states';
import type { Overview } from '../../queries/use_overview';
import { useMay } from '../../session/session';
import { useWords } from '../../words';

export function TodaysTraffic({ traffic }: { traffic: Overview['traffic'] }) {
  const words = useWords();
  const said = words.overview;
  const may = useMay();
  if (traffic === null || traffic.requests === 0) return <EmptyState title={said.noTraffic} />;
  const open = (text: string) => (may('read_traffic') ? <Link to="/traffic">{text}</Link> : text);
  return (
    <Figures>
      <Figure name={said.asked} value={open(countText(traffic.requests))} />
      <Figure name={said.warned} value={open(countText(traffic.warned))} />
      <Figure name={said.heeded} value={countText(traffic.reminders.heeded)} />
      <Figure name={said.median} value={traffic.verdict_us_p50 === null ? '—' : countText(traffic.verdict_us_p50)} unit={words.traffic.micro} />
    </Figures>
  );
}
