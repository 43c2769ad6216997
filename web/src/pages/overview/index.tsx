// The fund at a glance, for the person's scope and a period.
import './overview.css';

import { DatePicker, Input } from 'antd';
import dayjs from 'dayjs';

import { When } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, ErrorState } from '../../parts/states';
import { useFilters } from '../../queries/use_list_query';
import { overviewFilters, useOverview, type Overview as Data } from '../../queries/use_overview';
import { useWords } from '../../words';
import { ByFamily } from './by_family';
import { ByGravity } from './by_gravity';
import { Gravest } from './gravest';
import { Ranked } from './ranked';
import { Sums } from './sums';
import { TodaysTraffic } from './todays_traffic';
import { Trend } from './trend';

const kRegion = /^(\d{2}){1,3}$/;

export default function Overview() {
  const words = useWords();
  const said = words.overview;
  const { filters, setFilters } = useFilters(overviewFilters);
  const overview = useOverview(filters);
  const shown = overview.data?.now;
  const from = filters.from ?? shown?.from;
  const to = filters.to ?? shown?.to;
  const actions = (
    <>
      <DatePicker.RangePicker
        aria-label={said.period}
        allowClear
        value={[from ? dayjs(from) : null, to ? dayjs(to).subtract(1, 'day') : null]}
        onChange={(days) =>
          setFilters({ from: days?.[0]?.format('YYYY-MM-DD') ?? null, to: days?.[1]?.add(1, 'day').format('YYYY-MM-DD') ?? null })
        }
      />
      <Input.Search
        key={filters.region ?? ''}
        aria-label={said.region}
        placeholder={said.wholeRegion}
        allowClear
        defaultValue={filters.region ?? ''}
        style={{ width: 160 }}
        onSearch={(text) => (text === '' || kRegion.test(text)) && setFilters({ region: text })}
      />
    </>
  );
  return (
    <PageFrame title={said.title} lead={said.lead} actions={actions}>
      {overview.data !== undefined ? (
        <Shown data={overview.data} />
      ) : overview.isError ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : (
        <BlockSkeleton height={720} />
      )}
    </PageFrame>
  );
}

function Shown({ data }: { data: Data }) {
  const words = useWords();
  const said = words.overview;
  return (
    <>
      <Section title={said.from(data.now.from, dayjs(data.now.to).subtract(1, 'day').format('YYYY-MM-DD'))}>
        <Sums data={data} />
      </Section>
      <Section title={said.trend}>
        <Trend data={data} />
      </Section>
      <div className="overview-columns">
        <Section title={said.byGravity} extra={<HelpMark about={said.byGravity} text={words.findings.gravityHelp} />}>
          <ByGravity data={data} />
        </Section>
        <Section title={said.byFamily}>
          <ByFamily data={data} />
        </Section>
      </div>
      <div className="overview-columns">
        <Section title={said.institutions}>
          <Ranked data={data} rows={data.institutions.by_recoverable} label={said.institutions} />
        </Section>
        <Section title={said.institutionsByShare}>
          <Ranked data={data} rows={data.institutions.by_share} label={said.institutionsByShare} />
        </Section>
      </div>
      <div className="overview-columns">
        <Section title={said.regions}>
          <Ranked data={data} rows={data.regions} label={said.regions} />
        </Section>
        <Section title={said.traffic}>
          <TodaysTraffic traffic={data.traffic} />
        </Section>
      </div>
      <Section title={said.gravest}>
        <Gravest findings={data.gravest} />
      </Section>
      <p className="soft">
        {data.volumes_counted_at === null ? said.counting : <>{said.counted('')} <When time={data.volumes_counted_at} /></>}
      </p>
    </>
  );
}
