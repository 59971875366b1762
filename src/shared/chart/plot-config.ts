import type { GrafanaTheme2 } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import { chartColors } from './chart-colors.ts';
import { type ChartScene, viewOfLine } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';
import { drawBand, drawBreach, drawCapacity, drawNow, type Surface } from './marks.ts';

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
    ...(scene.views.length > 1 ? { focus: { prox: ANY_DISTANCE }, points: { one: scene.isCrowded } } : {}),
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
  const drawUnder = (surface: Surface, views: readonly ChartView[]) =>
    views.forEach((view) => drawBands(surface, view, theme));
  const drawOver = (surface: Surface, views: readonly ChartView[]) => {
    for (const { value, label } of distinctCapacities(views)) {
      drawCapacity(surface, value, label, red);
    }
    for (const { breachMark } of views) {
      if (breachMark !== undefined) {
        drawBreach(surface, breachMark, { ...red, labelColor: text });
      }
    }
  };
  config.addHook('draw', (u) => drawNow(u, first.input.nowMs, { color: now, labelColor: now, font }));
  if (!scene.isCrowded) {
    config.addHook('drawClear', (u) => drawUnder(u, scene.views));
    config.addHook('draw', (u) => drawOver(u, scene.views));
    return;
  }
  const hasCommon = distinctCapacities(scene.views).length === 1;
  addLayer(config, scene, (surface, view) => {
    drawUnder(surface, view === undefined ? [] : [view]);
    drawOver(surface, view === undefined ? (hasCommon ? [{ ...first, breachMark: undefined }] : []) : [view]);
  });
}

/** A layer over the lines for the series that is pointed at: drawing all lines anew at every move would be slow. */
function addLayer(
  config: UPlotConfigBuilder,
  scene: ChartScene,
  paint: (surface: Surface, view: ChartView | undefined) => void
): void {
  const ctx = document.createElement('canvas').getContext('2d');
  if (ctx === null) {
    return;
  }
  const { canvas } = ctx;
  Object.assign(canvas.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  canvas.setAttribute('aria-hidden', 'true');
  let pointedAt: ChartView | undefined;
  const repaint = ({ bbox, valToPos, ctx: { canvas: plot } }: uPlot) => {
    // Another size also clears a canvas, as does the same one.
    canvas.width = plot.width;
    canvas.height = plot.height;
    paint({ bbox, valToPos, ctx }, pointedAt);
  };
  config.addHook('init', (u) => u.ctx.canvas.after(canvas));
  config.addHook('draw', repaint);
  config.addHook('setSeries', (u, line) => {
    const next = typeof line === 'number' ? viewOfLine(scene, line - 1) : undefined;
    if (next !== pointedAt) {
      pointedAt = next;
      repaint(u);
    }
  });
}

function drawBands(surface: Surface, { columns, input }: ChartView, theme: GrafanaTheme2): void {
  const { band } = chartColors(theme, input.color);
  columns.bands.forEach(({ lower, upper }, i) => drawBand(surface, { times: columns.times, lower, upper }, band(i)));
}

/** Each capacity once. */
function distinctCapacities(views: readonly ChartView[]) {
  const byValue = new Map(views.map(({ capacity }) => [capacity?.value, capacity]));
  return [...byValue.values()].filter((capacity) => capacity !== undefined);
}
