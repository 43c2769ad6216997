// A chart, with the same figures as a table for who reads rather than looks. The library is loaded with the first chart in sight.
import './chart.css';

import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

import { usePreferences } from '../preferences';
import { useWords } from '../words';
import { SmallTable } from './small_table';
import { usePrinting } from './use_printing';

export interface ChartTable {
  columns: { title: string; align?: 'start' | 'end' }[];
  rows: ReactNode[][];
}

interface Props {
  /** What the chart shows, in a sentence: it names the picture for who does not see it. */
  label: string;
  height: number;
  /** Made anew only when its figures change (useMemo). Colours, fonts and texts of tooltips come from here. */
  option: EChartsCoreOption;
  table: ChartTable;
  /** A bar, point or slice was clicked. The table has to offer the same, by links. */
  onPick?: (picked: { seriesIndex: number; dataIndex: number; name: string }) => void;
}

export function Chart({ label, height, option, table, onPick }: Props) {
  const words = useWords();
  const { isDark } = usePreferences();
  const [asTable, setAsTable] = useState(false);
  const printing = usePrinting(); // a drawing of the screen's size and colours is nothing for paper
  const id = useId();
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption className="unseen" id={id}>
        {label}
      </figcaption>
      <Button
        type="text"
        size="small"
        className="chart-switch no-print"
        icon={asTable ? <BarChartOutlined /> : <TableOutlined />}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? words.common.chart.asChart : words.common.chart.asTable}
      </Button>
      {asTable || printing ? (
        <div className="chart-table" style={printing ? undefined : { maxHeight: height }}>
          <SmallTable
            label={label}
            columns={table.columns.map(({ title, align = 'start' }, column) => ({
              key: String(column),
              title,
              align,
              render: (row: ReactNode[]) => row[column],
            }))}
            rows={table.rows}
            rowKey={(_, index) => String(index)}
          />
        </div>
      ) : (
        <Drawing key={String(isDark)} label={label} height={height} option={option} onPick={onPick} />
      )}
    </figure>
  );
}

interface DrawingProps extends Pick<Props, 'label' | 'height' | 'option'> {
  onPick: Props['onPick'] | undefined;
}

function Drawing({ label, height, option, onPick }: DrawingProps) {
  const { isDark } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let wanted = true;
    let made: EChartsType | null = null;
    let watch: ResizeObserver | null = null;
    void import('./chart_engine').then(({ draw }) => {
      const element = box.current;
      if (!wanted || element === null) return;
      made = draw(element, isDark);
      watch = new ResizeObserver(() => made?.resize());
      watch.observe(element);
      setChart(made);
    }, setError);
    return () => {
      wanted = false;
      watch?.disconnect();
      made?.dispose();
    };
  }, [isDark]);

  useEffect(() => {
    chart?.setOption(option, { notMerge: true });
  }, [chart, option]);

  useEffect(() => {
    if (chart === null || onPick === undefined) return;
    chart.on('click', (event) => {
      onPick({ seriesIndex: event.seriesIndex ?? 0, dataIndex: event.dataIndex, name: event.name });
    });
    return () => {
      if (!chart.isDisposed()) chart.off('click');
    };
  }, [chart, onPick]);

  if (error !== null) throw error;
  return <div ref={box} role="img" aria-label={label} aria-busy={chart === null} className="chart-box" style={{ height }} />;
}
