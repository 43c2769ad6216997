// Each of the latest requests as a point: when it came and how long its verdict took.
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import { Chart } from '../../parts/chart';
import { BlockSkeleton, EmptyState } from '../../parts/states';
import type { TrafficRequest } from '../../queries/use_traffic';
import { useWords } from '../../words';
import { durationOf, nameOf } from './texts';

const kHeight = 260;
const kMargin = 30_000; // milliseconds
const kShort = 10_000; // microseconds, up to which they are the unit

interface Span {
  min: number;
  max: number;
}

export function LatencyChart({ requests }: { requests: TrafficRequest[] | undefined }) {
  const words = useWords();
  const said = words.traffic;
  const navigate = useNavigate();

  const judged = useMemo(() => (requests ?? []).filter((one) => !one.failed), [requests]);
  const warned = useMemo(() => judged.filter((one) => one.reminders.length > 0), [judged]);
  const option = useMemo(() => {
    const isShort = judged.every((one) => one.verdict_us < kShort);
    const unit = isShort ? said.micro : said.milli;
    const point = (one: TrafficRequest) => ({
      name: nameOf(one),
      value: [one.at.replace(' ', 'T'), isShort ? one.verdict_us : one.verdict_us / 1000],
    });
    return {
      grid: { left: 8, right: 16, top: 58, bottom: 8 },
      legend: {
        top: 0,
        left: 0,
        data: [
          { name: said.quiet, icon: 'circle' },
          { name: said.warned, icon: 'diamond' },
        ],
      },
      tooltip: {
        formatter: ({ name, value }: { name: string; value: [string, number] }) =>
          `${name}\n${value[0].replace('T', ' ')}\n${value[1].toLocaleString('en-US')} ${unit}`,
      },
      // Room on both sides, so that a single moment is not lost among days.
      xAxis: { type: 'time', axisLabel: { hideOverlap: true }, min: ({ min }: Span) => min - kMargin, max: ({ max }: Span) => max + kMargin },
      yAxis: { type: 'value', name: unit, min: 0 },
      series: [
        { type: 'scatter', name: said.quiet, symbolSize: 6, data: judged.filter((one) => one.reminders.length === 0).map(point) },
        { type: 'scatter', name: said.warned, symbol: 'diamond', symbolSize: 11, data: warned.map(point) },
      ],
    };
  }, [judged, warned, said]);

  if (requests === undefined) return <BlockSkeleton height={kHeight} />;
  if (judged.length === 0) return <EmptyState title={said.noTraffic} hint={said.noTrafficHint} />;
  return (
    <Chart
      label={said.chartLabel}
      height={kHeight}
      option={option}
      table={{
        columns: [
          { title: said.at },
          { title: said.institution },
          { title: said.verdictTime, align: 'end' },
          { title: said.hits, align: 'end' },
        ],
        rows: judged.map((one) => {
          const { value, unit } = durationOf(one.verdict_us);
          const first = one.reminders[0];
          return [
            one.at,
            nameOf(one),
            `${value} ${unit === undefined ? '' : said[unit]}`,
            first === undefined ? 0 : <Link key="r" to={`/traffic/${encodeURIComponent(first.jr_id)}`}>{one.reminders.length}</Link>,
          ];
        }),
      }}
      onPick={({ seriesIndex, dataIndex }) => {
        const first = seriesIndex === 1 ? warned[dataIndex]?.reminders[0] : undefined;
        if (first !== undefined) void navigate(`/traffic/${encodeURIComponent(first.jr_id)}`);
      }}
    />
  );
}
