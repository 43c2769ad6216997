import dayjs from 'dayjs';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import { Chart } from '../../parts/chart';
import { countText, Money } from '../../parts/money';
import { EmptyState } from '../../parts/states';
import type { Overview } from '../../queries/use_overview';
import { useWords } from '../../words';
import { findingsOf } from './links';

const kHeight = 260;
const kPale = 0.4;

// The first and the last of a trend may be cut by the period.
const isPartial = ({ key, from, to }: Overview['trend']['items'][number]) => {
  const begin = dayjs(key.length === 7 ? `${key}-01` : key);
  return from !== begin.format('YYYY-MM-DD') || dayjs(to).isBefore(begin.add(1, key.length === 7 ? 'month' : 'week'));
};

/** Fees as a line and money in dispute as bars, each on its own axis; a bar opens its findings. */
export function Trend({ data }: { data: Overview }) {
  const words = useWords();
  const said = words.overview;
  const navigate = useNavigate();
  const { items } = data.trend;
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 48, bottom: 8 },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: items.map((one) => one.key) },
      yAxis: [
        { type: 'value', name: `${said.dispute}（${words.common.yuan}）`, nameTextStyle: { align: 'left' } },
        { type: 'value', name: `${said.claims}（${words.common.yuan}）`, nameTextStyle: { align: 'right' }, splitLine: { show: false } },
      ],
      series: [
        { type: 'bar', name: said.dispute, data: items.map((one) => ({ value: Number(one.vola_amt_distinct_lines), itemStyle: { opacity: isPartial(one) ? kPale : 1 } })) },
        { type: 'line', name: said.claims, yAxisIndex: 1, data: items.map((one) => (one.claims === null ? null : Number(one.claims.medfee_sumamt))) },
      ],
    }),
    [items, said, words],
  );
  if (items.length === 0) return <EmptyState title={said.none} />;
  const to = (index: number) => {
    const one = items[index];
    return one === undefined ? findingsOf(data) : findingsOf(data, { from: one.from, to: one.to });
  };
  return (
    <>
      <Chart
        label={said.trendLabel}
        height={kHeight}
        option={option}
        onPick={({ dataIndex }) => void navigate(to(dataIndex))}
        table={{
          columns: [
            { title: said.time },
            { title: `${said.claims}（${words.common.yuan}）`, align: 'end' },
            { title: said.amount, align: 'end' },
            { title: said.count, align: 'end' },
          ],
          rows: items.map((one, index) => [
            one.key,
            <Money key="c" yuan={one.claims?.medfee_sumamt} />,
            <Money key="a" yuan={one.vola_amt_distinct_lines} />,
            <Link key="n" to={to(index)}>{countText(one.findings)}</Link>,
          ]),
        }}
      />
      {items.some(isPartial) && <p className="soft trend-note">{said.partial}</p>}
    </>
  );
}
