import type { GrafanaTheme2 } from '@grafana/data';
import type { LegendDisplayMode, LegendPlacement } from '@grafana/schema';
import { useTheme2, VizLegend, type VizLegendItem } from '@grafana/ui';
import { chartColors } from './chart-colors.ts';
import type { ChartScene } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';

/** A series as the legend lists it. */
export interface ListedSeries {
  readonly name: string;
  readonly color?: string | undefined;
  /** The user has hidden it; a click shows it again. */
  readonly isHidden: boolean;
}

interface Props {
  scene: ChartScene;
  listed?: readonly ListedSeries[] | undefined;
  displayMode: LegendDisplayMode;
  placement: LegendPlacement;
}

/** Names of the lines; the bands explain themselves, and the capacity has its label in the plot. */
export function ChartLegend({ scene: { views }, listed, displayMode, placement }: Props) {
  const theme = useTheme2();
  const choice = { displayMode, placement };
  const [only] = views;
  const series =
    listed ?? views.map(({ input }) => ({ name: input.forecast.name, color: input.color, isHidden: false }));
  if (only !== undefined && views.length === 1 && series.length <= 1) {
    return <VizLegend {...choice} readonly items={linesOf(only, theme)} />;
  }
  return <VizLegend {...choice} items={series.map((one) => seriesOf(one, theme))} />;
}

/** One series: its two lines. */
function linesOf({ input }: ChartView, theme: GrafanaTheme2): VizLegendItem[] {
  const common = { color: chartColors(theme, input.color).line, yAxis: 1 };
  const actual = { ...common, label: 'Actual', lineStyle: ACTUAL_LINE.lineStyle };
  const predicted = { ...common, label: 'Predicted', lineStyle: PREDICTED_LINE.lineStyle };
  return input.forecast.predicted === undefined ? [actual] : [actual, predicted];
}

/** Several series: their names; that a dashed line is predicted is seen from where it is. */
function seriesOf({ name, color, isHidden }: ListedSeries, theme: GrafanaTheme2): VizLegendItem {
  return { label: name, fieldName: name, color: chartColors(theme, color).line, yAxis: 1, disabled: isHidden };
}
