import { useMemo } from 'react';

import { Chart } from '../../parts/chart';
import { countText, Money } from '../../parts/money';
import type { Sight } from '../../queries/use_institution_sight';
import { useWords } from '../../words';

const order = ['inpatient', 'emergency', 'outpatient', 'pharmacy', 'unknown'] as const;

/** Fees month by month, stacked by kind of visit. */
export function Volumes({ volumes }: { volumes: NonNullable<Sight['volumes']> }) {
  const words = useWords();
  const said = words.institutions;
  const months = volumes.by_month;
  const option = useMemo(
    () => ({
      grid: { left: 8, right: 8, top: 48, bottom: 8 },
      legend: { top: 0, left: 0 },
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: months.map((one) => one.month) },
      yAxis: { type: 'value', name: words.common.yuan },
      series: order
        .filter((kind) => volumes.by_kind.some((one) => one.kind === kind))
        .map((kind) => ({
          type: 'bar',
          stack: 'fees',
          name: said.kinds[kind],
          data: months.map((one) => Number(one.kinds.find((of) => of.kind === kind)?.medfee_sumamt ?? 0)),
        })),
    }),
    [months, volumes, said, words],
  );
  return (
    <Chart
      label={said.byMonth}
      height={260}
      option={option}
      table={{
        columns: [
          { title: said.month },
          { title: said.type },
          { title: said.visits, align: 'end' },
          { title: said.settlements, align: 'end' },
          { title: said.lineMoney, align: 'end' },
        ],
        rows: months.flatMap((one) =>
          one.kinds.map((of) => [one.month, said.kinds[of.kind], countText(of.visits), countText(of.settlements), <Money key="m" yuan={of.medfee_sumamt} />]),
        ),
      }}
    />
  );
}
