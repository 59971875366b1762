import { LegendDisplayMode } from '@grafana/schema';
import { useMemo } from 'react';
import { toChartScene } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { SceneChart } from './SceneChart.tsx';

interface Props {
  width: number;
  height: number;
  view: ChartView;
  /** A stretch of time was dragged out. */
  onSelect?: (range: { from: number; to: number }) => void;
}

const LEGEND = { displayMode: LegendDisplayMode.List, placement: 'bottom' } as const;

/** One series with its forecast: actual, predicted, bands, now, capacity and the dates of a breach. */
export function ForecastChart({ width, height, view, onSelect }: Props) {
  const scene = useMemo(() => toChartScene([view]), [view]);
  return <SceneChart width={width} height={height} scene={scene} legend={LEGEND} onZoom={onSelect} />;
}
