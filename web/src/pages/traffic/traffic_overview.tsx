import './traffic.css';

import { Button, Segmented, Select, Switch } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { HelpMark } from '../../parts/help_mark';
import { PageFrame, Section } from '../../parts/page_frame';
import { BlockSkeleton, EmptyState, ErrorState } from '../../parts/states';
import { useAskingInstitutions } from '../../queries/use_asking_institutions';
import { useLatestRequests } from '../../queries/use_latest_requests';
import { useFilters } from '../../queries/use_list_query';
import { useTrafficSummary, type TrafficSummary } from '../../queries/use_traffic_summary';
import { useWords } from '../../words';
import { Askers } from './askers';
import { LatencyChart } from './latency_chart';
import { LatestRequests } from './latest_requests';
import { RuleHits } from './rule_hits';
import { nameOf } from './texts';
import { TrafficFigures } from './traffic_figures';

const filterNames = ['minutes', 'institution'] as const;
const windows = [15, 60, 240, 1440] as const;
const kWindow = 60;

export function TrafficOverview() {
  const words = useWords();
  const said = words.traffic;
  const [live, setLive] = useState(true);
  const { filters, setFilters } = useFilters(filterNames);
  const minutes = windows.find((one) => String(one) === filters.minutes) ?? kWindow;
  const { institution } = filters;
  const summary = useTrafficSummary(minutes, institution, live);
  const askers = useAskingInstitutions(live);
  const latest = useLatestRequests(institution, live);
  const failed = summary.data === undefined && summary.error;
  return (
    <PageFrame
      title={said.title}
      lead={said.lead}
      actions={
        <label className="traffic-live">
          <Switch checked={live} onChange={setLive} size="small" aria-label={said.live} />
          {said.live}
          <HelpMark about={said.live} text={said.liveHelp} />
        </label>
      }
    >
      <div className="traffic-bar no-print">
        <Segmented
          aria-label={said.window}
          value={minutes}
          options={windows.map((value) => ({ value, label: said.windows[value] }))}
          onChange={(value) => setFilters({ minutes: value === kWindow ? null : String(value) })}
        />
        <Select
          aria-label={said.institution}
          className="traffic-institution"
          showSearch={{ optionFilterProp: 'label' }}
          value={institution ?? ''}
          onChange={(value) => setFilters({ institution: value })}
          options={[
            { value: '', label: said.allInstitutions },
            ...(askers.data?.items ?? []).map((one) => ({ value: one.fixmedins_code, label: nameOf(one) })),
          ]}
        />
      </div>
      {failed ? (
        <ErrorState error={failed} onRetry={() => void summary.refetch()} />
      ) : (
        <>
          <Section title={said.windows[minutes]} extra={summary.data && <AsOf summary={summary.data} at={summary.dataUpdatedAt} />}>
            {summary.data === undefined ? <BlockSkeleton height={74} /> : <TrafficFigures summary={summary.data} institution={institution} />}
          </Section>
          <div className="traffic-columns">
            <Section title={said.chart} extra={<HelpMark about={said.chart} text={said.chartHelp} />}>
              {latest.isError && latest.data === undefined ? (
                <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />
              ) : (
                <LatencyChart requests={latest.data?.items} />
              )}
            </Section>
            <Section title={said.byRule} extra={<HelpMark about={said.byRule} text={said.byRuleHelp} />}>
              {summary.data === undefined ? (
                <BlockSkeleton height={260} />
              ) : summary.data.by_rule.length === 0 ? (
                <EmptyState title={said.noRules} />
              ) : (
                <RuleHits summary={summary.data} institution={institution} about={`${minutes} ${institution ?? ''}`} />
              )}
            </Section>
          </div>
          <Section title={said.askers} extra={<HelpMark about={said.askers} text={said.askersHelp} />}>
            {askers.data !== undefined ? (
              <Askers data={askers.data} only={institution} onPick={(code) => setFilters({ institution: code })} />
            ) : askers.isError ? (
              <ErrorState error={askers.error} onRetry={() => void askers.refetch()} />
            ) : (
              <BlockSkeleton height={220} />
            )}
          </Section>
          <Section
            title={said.latest}
            extra={<Link to={`/traffic/requests${institution === undefined ? '' : `?institution=${encodeURIComponent(institution)}`}`}>{said.all}</Link>}
          >
            {latest.data === undefined ? <BlockSkeleton height={280} /> : <LatestRequests requests={latest.data.items} />}
          </Section>
        </>
      )}
      {institution !== undefined && (
        <Button className="no-print" onClick={() => setFilters({ institution: null })}>
          {said.allInstitutions}
        </Button>
      )}
    </PageFrame>
  );
}

function AsOf({ summary, at }: { summary: TrafficSummary; at: number }) {
  const said = useWords().traffic;
  const time = new Date(at).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' }); // as all times of the service
  return (
    <span className="soft traffic-as-of">
      {!summary.complete && <strong>{said.incomplete} </strong>}
      {said.updated(time)}
    </span>
  );
}
