import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { useMemo, useState } from 'react';

import { Chart } from '../../parts/chart';
import { Day } from '../../parts/day';
import { HelpMark } from '../../parts/help_mark';
import { Section } from '../../parts/page_frame';
import { usePreferences } from '../../preferences';
import type { CodeLimit } from '../../queries/use_limits';
import { dark, light } from '../../tokens';
import { useWords } from '../../words';
import { kDrawn, spansOf } from './limit_spans';

const kRow = 26; // pixels a limit
const kAxes = 78; // pixels of the axis and its space
const kLabel = 34; // letters of a label

function bar(_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
  const [left = 0, middle = 0] = api.coord([api.value(0), api.value(2)]);
  const [right = 0] = api.coord([api.value(1), api.value(2)]);
  const fill = api.visual('color');
  return {
    type: 'rect' as const,
    shape: { x: left, y: middle - 6, width: Math.max(2, right - left), height: 12 },
    style: { fill, opacity: api.value(3) === 1 ? 1 : 0.35 },
  };
}

/** When each limit holds, one bar below the other. */
export function LimitChart({ name, limits }: { name: string; limits: CodeLimit[] }) {
  const words = useWords();
  const said = words.knowledge;
  const { isDark } = usePreferences();
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const { option, height } = useMemo(() => {
    const palette = isDark ? dark : light;
    const { spans, from, to } = spansOf(limits, today);
    const cut = (text: string) => (text.length > kLabel ? `${text.slice(0, kLabel)}…` : text);
    return {
      height: spans.length * kRow + kAxes,
      option: {
        useUTC: true,
        grid: { top: 30 },
        xAxis: { type: 'time', min: from, max: to },
        yAxis: { type: 'category', inverse: true, data: spans.map(({ label }) => cut(label)), axisTick: { show: false } },
        series: [
          {
            type: 'custom',
            renderItem: bar,
            encode: { x: [0, 1], y: 2 },
            color: palette.primary,
            data: spans.map((span, i) => [span.from, span.to, i, span.judges ? 1 : 0]),
            markLine: { symbol: 'none', silent: true, lineStyle: { color: palette.inkFaint }, label: { show: false }, data: [{ xAxis: Date.parse(`${today}T00:00:00Z`) }] },
          },
        ],
      },
    };
  }, [limits, isDark, today]);
  return (
    <Section title={said.through} extra={<HelpMark about={said.through} text={said.throughHelp} />}>
      <Chart
        label={said.throughLabel(name, limits.length)}
        height={height}
        option={option}
        table={{
          columns: [{ title: words.rules.rule, align: 'end' }, { title: words.rules.point.name }, { title: words.rules.point.limit }, { title: words.rules.point.from }, { title: words.rules.point.to }],
          rows: limits.map((limit) => [limit.rule_no, limit.name, limit.limit, <Day key="f" day={limit.valid_from} />, <Day key="t" day={limit.valid_to} />]),
        }}
      />
      {limits.length > kDrawn && <p className="soft">{said.truncated(kDrawn)}</p>}
    </Section>
  );
}
