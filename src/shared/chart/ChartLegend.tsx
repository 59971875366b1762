import { LegendDisplayMode } from '@grafana/schema';
import { useTheme2, VizLegend } from '@grafana/ui';
import { chartColors } from './chart-colors.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';

interface Props {
  hasPrediction: boolean;
}

/** Names of the lines; the bands explain themselves, and the capacity has its label in the plot. */
export function ChartLegend({ hasPrediction }: Props) {
  const { line } = chartColors(useTheme2());
  const common = { color: line, yAxis: 1 };
  const predicted = { ...common, label: 'Predicted', lineStyle: PREDICTED_LINE.lineStyle };
  return (
    <VizLegend
      placement="bottom"
      displayMode={LegendDisplayMode.List}
      readonly
      items={[{ ...common, label: 'Actual', lineStyle: ACTUAL_LINE.lineStyle }, ...(hasPrediction ? [predicted] : [])]}
    />
  );
}
