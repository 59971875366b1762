import type { GrafanaTheme2 } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import { chartColors, type ChartColors } from './chart-colors.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';
import { drawBreach, drawCapacity, drawNow } from './marks.ts';

const POWERS_OF_TWO = Array.from({ length: 60 }, (_, exponent) => 2 ** exponent);
/** Small enough that no dot shows on hover; zero would mean "the usual size". */
const NO_DOT = 0.01;

/** Turns a view into what uPlot draws. */
export function toPlotConfig(view: ChartView, theme: GrafanaTheme2): UPlotConfigBuilder {
  const config = new UPlotConfigBuilder(view.input.timeZone);
  const colors = chartColors(theme);
  addAxes(config, view, theme);
  addLines(config, view, theme, colors);
  addMarks(config, view, theme, colors);
  config.setCursor({ drag: { x: false, y: false } });
  return config;
}

function addAxes(config: UPlotConfigBuilder, { columns, valueRange, input }: ChartView, theme: GrafanaTheme2): void {
  const { times } = columns;
  const { timeZone, unit } = input;
  const [first = 0] = times;
  config.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [first, Math.max(times.at(-1) ?? first, first + 1)],
  });
  config.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: () => [...valueRange],
  });
  config.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    theme,
  });
  config.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    formatValue: (value: number, decimals) => unit.format(value, decimals),
    ...(unit.isBinary ? { incrs: POWERS_OF_TWO } : {}),
    theme,
  });
}

function addLines(
  config: UPlotConfigBuilder,
  { columns }: ChartView,
  theme: GrafanaTheme2,
  { line, band }: ChartColors
): void {
  const common = { scaleKey: 'y', theme, lineColor: line, showPoints: VisibilityMode.Never, spanNulls: false } as const;
  config.addSeries({ ...common, ...ACTUAL_LINE, showPoints: VisibilityMode.Auto, pointSize: 4 });
  columns.bands.forEach((_, i) => {
    const lower = 2 + 2 * i; // the times and the actual values come first
    config.addSeries({ ...common, lineWidth: 0, pointSize: NO_DOT });
    config.addSeries({ ...common, lineWidth: 0, pointSize: NO_DOT });
    config.addBand({ series: [lower + 1, lower], fill: band(i) });
  });
  config.addSeries({ ...common, ...PREDICTED_LINE, pointSize: 4 });
}

function addMarks(config: UPlotConfigBuilder, view: ChartView, theme: GrafanaTheme2, colors: ChartColors): void {
  const font = (sizePx: number) => `${sizePx}px ${theme.typography.fontFamily}`;
  const { capacity, breachMark, input } = view;
  config.addHook('draw', (u) => {
    drawNow(u, input.nowMs, { color: colors.now, labelColor: colors.now, font });
    const red = { color: colors.capacity, labelColor: colors.capacityLabel, font };
    if (capacity !== undefined) {
      drawCapacity(u, capacity.value, capacity.label, red);
    }
    if (breachMark !== undefined) {
      drawBreach(u, breachMark, { ...red, labelColor: colors.text });
    }
  });
}
