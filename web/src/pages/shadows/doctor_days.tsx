import { useMemo } from 'react';

import { Chart } from '../../parts/chart';
import { countText } from '../../parts/money';
import type { Shadow } from '../../queries/use_shadows';
import { useWords } from '../../words';

const kHeight = 240;

/** Whether the draft would interrupt doctors more often. */
export function DoctorDays({ shadow }: { shadow: Shadow }) {
  const words = useWords();
  const said = words.shadows;
  const days = shadow.outcome.doctor_days;
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: { top: 0, left: 0 },
      xAxis: { type: 'category', data: days.map(({ from, to }) => said.remindersOf(from, to)) },
      yAxis: { type: 'value', minInterval: 1 },
      series: [
        { type: 'bar', name: said.now, data: days.map(({ now }) => now) },
        { type: 'bar', name: said.after, data: days.map(({ draft }) => draft) },
      ],
    }),
    [days, said],
  );
  return (
    <Chart
      label={said.doctorDays}
      height={kHeight}
      option={option}
      table={{
        columns: [{ title: said.reminders }, { title: said.now, align: 'end' }, { title: said.after, align: 'end' }],
        rows: days.map(({ from, to, now, draft }) => [said.remindersOf(from, to), countText(now), countText(draft)]),
      }}
    />
  );
}
