// A ticker of the latest requests. It always has the same height, so that what lies below stays where it is.
import { SmallTable } from '../../parts/small_table';
import { EmptyState } from '../../parts/states';
import type { TrafficRequest } from '../../queries/use_traffic';
import { useWords } from '../../words';
import { RequestHits } from './request_hits';
import { durationOf, nameOf } from './texts';

const kShown = 8;

export function LatestRequests({ requests }: { requests: TrafficRequest[] }) {
  const said = useWords().traffic;
  return (
    <div className="traffic-latest">
      {requests.length === 0 ? (
        <EmptyState title={said.noRequests} hint={said.noTrafficHint} />
      ) : (
        <SmallTable
          label={said.latest}
          columns={[
            { key: 'at', title: said.at, render: (one) => <time dateTime={one.at.replace(' ', 'T')}>{one.at}</time> },
            { key: 'institution', title: said.institution, render: nameOf },
            { key: 'kind', title: said.kind, render: (one) => said.kinds[one.transaction] },
            { key: 'lines', title: said.lines, align: 'end', render: (one) => one.lines },
            {
              key: 'time',
              title: said.verdictTime,
              align: 'end',
              render: (one) => {
                const { value, unit } = durationOf(one.verdict_us);
                return `${value} ${unit === undefined ? '' : said[unit]}`;
              },
            },
            { key: 'hits', title: said.hits, render: (one) => <RequestHits request={one} /> },
          ]}
          rows={requests.slice(0, kShown)}
          rowKey={(one) => String(one.number)}
        />
      )}
    </div>
  );
}
