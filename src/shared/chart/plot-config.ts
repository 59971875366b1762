import type { GrafanaTheme2 } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import { chartColors } from './chart-colors.ts';
import { type ChartScene, viewOfLine } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';
import { drawBand, drawBreach, drawCapacity, drawNow } from './marks.ts';

const POWERS_OF_TWO = Array.from({ length: 60 }, (_, exponent) => 2 ** exponent);
/** However far away: some series is always the one that is pointed at. */
const ANY_DISTANCE = 1_000_000;
/** Half of the longest label of a date, which may stand below the end of the axis. */
const RIGHT_ROOM = 32;

/** Turns a scene into what uPlot draws; its lines are those of the scene, in the same order. */
export function toPlotConfig(scene: ChartScene, theme: GrafanaTheme2, canZoom: boolean): UPlotConfigBuilder {
  const [first] = scene.views;
  const config = new UPlotConfigBuilder(first?.input.timeZone);
  if (first !== undefined) {
    addAxes(config, scene, first, theme);
    addLines(config, scene, theme);
    addMarks(config, scene, first, theme);
  }
  config.setPadding([null, RIGHT_ROOM, null, null]);
  config.setCursor({
    drag: { x: canZoom, y: false, setScale: false },
    ...(scene.views.length > 1 ? { focus: { prox: ANY_DISTANCE } } : {}),
  });
  return config;
}

function addAxes(config: UPlotConfigBuilder, scene: ChartScene, { input }: ChartView, theme: GrafanaTheme2): void {
  const { timeZone, unit } = input;
  config.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [...scene.timeRange],
  });
  config.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: () => [...scene.valueRange],
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

function addLines(config: UPlotConfigBuilder, { views }: ChartScene, theme: GrafanaTheme2): void {
  for (const { input } of views) {
    const lineColor = chartColors(theme, input.color).line;
    const common = { scaleKey: 'y', theme, lineColor, spanNulls: false, pointSize: 4 } as const;
    config.addSeries({ ...common, ...ACTUAL_LINE, showPoints: VisibilityMode.Auto });
    config.addSeries({ ...common, ...PREDICTED_LINE, showPoints: VisibilityMode.Never });
  }
}

/** Bands lie under the lines; "now", capacity and the dates of a breach above them. */
function addMarks(config: UPlotConfigBuilder, scene: ChartScene, first: ChartView, theme: GrafanaTheme2): void {
  const font = (sizePx: number) => `${sizePx}px ${theme.typography.fontFamily}`;
  const { now, capacity: color, capacityLabel, text } = chartColors(theme);
  const red = { color, labelColor: capacityLabel, font };
  let pointedAt: ChartView | undefined;
  const marked = () => (scene.isCrowded ? scene.views.filter((view) => view === pointedAt) : scene.views);
  config.addHook('drawClear', (u) => marked().forEach((view) => drawBands(u, view, theme)));
  config.addHook('draw', (u) => {
    drawNow(u, first.input.nowMs, { color: now, labelColor: now, font });
    for (const { value, label } of distinctCapacities(scene.isCrowded ? marked() : scene.views, scene.views)) {
      drawCapacity(u, value, label, red);
    }
    for (const { breachMark } of marked()) {
      if (breachMark !== undefined) {
        drawBreach(u, breachMark, { ...red, labelColor: text });
      }
    }
  });
  config.addHook('setSeries', (u, line) => {
    const next = typeof line === 'number' ? viewOfLine(scene, line - 1) : undefined;
    if (scene.isCrowded && next !== pointedAt) {
      pointedAt = next;
      u.redraw(false);
    }
  });
}

function drawBands(u: uPlot, { columns, input }: ChartView, theme: GrafanaTheme2): void {
  const { band } = chartColors(theme, input.color);
  columns.bands.forEach(({ lower, upper }, i) => drawBand(u, { times: columns.times, lower, upper }, band(i)));
}

/** Each capacity once; those of the marked series, or the one that all series have in common. */
function distinctCapacities(marked: readonly ChartView[], all: readonly ChartView[]) {
  const byValue = (views: readonly ChartView[]) => new Map(views.map(({ capacity }) => [capacity?.value, capacity]));
  const common = byValue(all);
  const shown = common.size === 1 ? common : byValue(marked);
  return [...shown.values()].filter((capacity) => capacity !== undefined);
}
