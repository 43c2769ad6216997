// ECharts, only what we draw with, in our colours. Pictures are SVG: sharp on paper and on a wall. Tooltips are drawn as text, never
// as HTML, since names in them were written by others.
import { BarChart, BoxplotChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, registerTheme, use as draws, type EChartsType } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

import { dark, fontFamily, light, seriesOf, size, type Palette } from '../tokens';

draws([
  BarChart,
  BoxplotChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  LabelLayout,
  SVGRenderer,
]);

function themeOf(palette: Palette) {
  const axis = {
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.inkSoft },
    nameTextStyle: { color: palette.inkSoft },
    splitLine: { lineStyle: { color: palette.lineSoft } },
  };
  return {
    color: seriesOf(palette),
    backgroundColor: 'transparent',
    textStyle: { fontFamily, fontSize: size.fontSmall, color: palette.ink },
    legend: { textStyle: { color: palette.inkSoft }, icon: 'roundRect', itemWidth: 12, itemHeight: 8 },
    tooltip: {
      renderMode: 'richText',
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: size.fontSmall + 1 },
      axisPointer: { lineStyle: { color: palette.line }, crossStyle: { color: palette.line } },
    },
    grid: { left: 8, right: 16, top: 32, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
    line: { symbol: 'circle', symbolSize: 5, lineStyle: { width: 2 } },
    bar: { barMaxWidth: 28, itemStyle: { borderRadius: [2, 2, 0, 0] } },
  };
}

registerTheme('light', themeOf(light));
registerTheme('dark', themeOf(dark));

export function draw(element: HTMLElement, isDark: boolean): EChartsType {
  return init(element, isDark ? 'dark' : 'light', { renderer: 'svg' });
}
