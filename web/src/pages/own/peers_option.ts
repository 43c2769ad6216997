import type { EChartsCoreOption } from 'echarts/core';

import type { Indicator } from '../../queries/use_own_profile';

type Months = Indicator['months'];
type Names = Record<'share' | 'boxes' | 'limit' | 'median' | 'quartiles', string>;

const percent = (share: number | null | undefined) => (share === null || share === undefined ? '-' : share * 100);
const text = (share: number) => `${(share * 100).toFixed(1)}%`;

/** Boxes of the peers behind the line of the institution; months without enough peers have no box. */
export function peersOption(months: Months, names: Names): EChartsCoreOption {
  const axis = months.map(({ month }) => month);
  const tip = (at: number): string => {
    const month = months[at];
    if (month === undefined) return '';
    const lines = [month.month, `${names.share} ${text(month.share)}`];
    if (month.limit !== null) lines.push(`${names.limit} ${text(month.limit)}`);
    const { peers } = month;
    if (peers !== null) {
      lines.push(`${names.median} ${text(peers.median)}`, `${names.quartiles} ${text(peers.p25)} – ${text(peers.p75)}`);
    }
    return lines.join('\n');
  };
  return {
    legend: { top: 0, left: 0 },
    grid: { left: 8, right: 16, top: 40, bottom: 8 },
    tooltip: { trigger: 'axis', formatter: (points: { dataIndex: number }[]) => tip(points[0]?.dataIndex ?? -1) },
    xAxis: { type: 'category', data: axis },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: '{value}%' } },
    series: [
      { type: 'line', name: names.share, data: months.map(({ share }) => percent(share)), z: 3 },
      {
        type: 'boxplot',
        name: names.boxes,
        data: months.map(({ peers }) => (peers === null ? ['-', '-', '-', '-', '-'] : [peers.p10, peers.p25, peers.median, peers.p75, peers.p90].map(percent))),
        boxWidth: [8, 28],
        itemStyle: { color: 'rgb(110 150 190 / 18%)' }, // on light and on dark
      },
      {
        type: 'line',
        name: names.limit,
        data: months.map(({ limit }) => percent(limit)),
        lineStyle: { type: 'dashed' },
        symbol: 'triangle',
        symbolSize: 8,
      },
    ],
  };
}
