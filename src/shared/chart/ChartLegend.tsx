import type { GrafanaTheme2 } from '@grafana/data';
import type { LegendDisplayMode, LegendPlacement } from '@grafana/schema';
import { useTheme2, VizLegend, type VizLegendItem } from '@grafana/ui';
import { chartColors } from './chart-colors.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';

interface Props {
  views: readonly ChartView[];
  displayMode: LegendDisplayMode;
  placement: LegendPlacement;
}

/** Names of the lines; the bands explain themselves, and the capacity has its label in the plot. */
export function ChartLegend({ views, ...choice }: Props) {
  const theme = useTheme2();
  const [only, ...others] = views;
  if (only !== undefined && others.length === 0) {
    return <VizLegend {...choice} readonly items={linesOf(only, theme)} />;
  }
  return <VizLegend {...choice} items={views.map((view) => seriesOf(view, theme))} />;
}

/** One series: its two lines. */
function linesOf({ input }: ChartView, theme: GrafanaTheme2): VizLegendItem[] {
  const common = { color: chartColors(theme, input.color).line, yAxis: 1 };
  const actual = { ...common, label: 'Actual', lineStyle: ACTUAL_LINE.lineStyle };
  const predicted = { ...common, label: 'Predicted', lineStyle: PREDICTED_LINE.lineStyle };
  return input.forecast.predicted === undefined ? [actual] : [actual, predicted];
}

/** Several series: their names; that a dashed line is predicted is seen from where it is. */
function seriesOf({ input }: ChartView, theme: GrafanaTheme2): VizLegendItem {
  const { name } = input.forecast;
  return { label: name, fieldName: name, color: chartColors(theme, input.color).line, yAxis: 1 };
}
