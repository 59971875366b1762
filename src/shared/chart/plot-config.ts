import { type GrafanaTheme2, guessDecimals, roundDecimals } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import { SEVERITY_LOOKS, severityColor } from '../anomaly/severity.ts';
import { annotationColor, chartColors } from './chart-colors.ts';
import { type ChartScene, seriesOfLine } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { ACTUAL_LINE, PREDICTED_LINE } from './line-styles.ts';
import {
  drawAnnotation,
  drawBand,
  drawBreach,
  drawCapacity,
  drawLevels,
  drawNow,
  drawStretchFills,
  drawStretchStrips,
  type StretchMark,
  type Surface,
} from './marks.ts';
import { sceneOf } from './plot-data.ts';
import type { PlotShape } from './plot-shape.ts';

const POWERS_OF_TWO = Array.from({ length: 60 }, (_, exponent) => 2 ** exponent);
/** However far away: some series is always the one that is pointed at. */
const ANY_DISTANCE = 1_000_000;
/** Half of the longest label of a date, which may stand below the end of the axis. */
const RIGHT_ROOM = 32;
const NO_RANGE = [0, 1] as const;

/** Builds what uPlot draws scenes of one shape with; its lines are those of the scene, in the same order. */
export function toPlotConfig(shape: PlotShape, theme: GrafanaTheme2, canZoom: boolean): UPlotConfigBuilder {
  const config = new UPlotConfigBuilder(shape.timeZone);
  addAxes(config, shape, theme);
  addLines(config, shape, theme);
  addMarks(config, shape, theme);
  config.setPadding([null, RIGHT_ROOM, null, null]);
  config.setCursor({
    drag: { x: canZoom, y: false, setScale: false },
    ...(shape.colors.length > 1 ? { focus: { prox: ANY_DISTANCE }, points: { one: shape.isCrowded } } : {}),
  });
  return config;
}

function addAxes(config: UPlotConfigBuilder, { timeZone, isBinary }: PlotShape, theme: GrafanaTheme2): void {
  config.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: (u) => [...(sceneOf(u)?.timeRange ?? NO_RANGE)],
  });
  config.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: (u) => [...(sceneOf(u)?.valueRange ?? NO_RANGE)],
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
    values: (u, ticks, _axis, _space, distance) => tickLabels(sceneOf(u), ticks, distance),
    ...(isBinary ? { incrs: POWERS_OF_TWO } : {}),
    theme,
  });
}

/** Values of ticks in the unit of the series, with as many decimals as tell them apart. */
function tickLabels(scene: ChartScene | undefined, ticks: number[], distance: number): string[] {
  const decimals = guessDecimals(roundDecimals(distance, 6));
  const format = scene?.views[0]?.input.unit.format ?? String;
  return ticks.map((value) => format(value, decimals > 0 ? decimals : undefined));
}

function addLines(config: UPlotConfigBuilder, { colors }: PlotShape, theme: GrafanaTheme2): void {
  for (const color of colors) {
    const lineColor = chartColors(theme, color ?? undefined).line;
    const common = { scaleKey: 'y', theme, lineColor, spanNulls: false, pointSize: 4 } as const;
    config.addSeries({ ...common, ...ACTUAL_LINE, showPoints: VisibilityMode.Auto });
    config.addSeries({ ...common, ...PREDICTED_LINE, showPoints: VisibilityMode.Never });
  }
}

/** Annotations and bands lie under the lines; "now", capacity and the dates of a breach above them. */
function addMarks(config: UPlotConfigBuilder, shape: PlotShape, theme: GrafanaTheme2): void {
  const font = (sizePx: number) => `${sizePx}px ${theme.typography.fontFamily}`;
  const { now, capacity: color, capacityLabel, text } = chartColors(theme);
  const red = { color, labelColor: capacityLabel, font };
  const drawUnder = (surface: Surface, views: readonly ChartView[]) => {
    drawStretchFills(surface, stretchesOf(views, theme));
    views.forEach((view) => drawBands(surface, view, theme));
  };
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
  config.addHook('drawClear', (u) => {
    for (const annotation of sceneOf(u)?.annotations ?? []) {
      drawAnnotation(u, annotation, annotationColor(theme, annotation));
    }
  });
  config.addHook('draw', (u) => {
    const [first] = viewsOf(u);
    const stretches = stretchesOf(viewsOf(u), theme);
    drawStretchStrips(u, stretches);
    if (first !== undefined) {
      drawLevels(u, toLevelMarks(first, theme), { labelColor: text, font });
      drawNow(u, first.input.nowMs, { color: now, labelColor: now, font }, { isBelowStrips: stretches.length > 0 });
    }
  });
  if (!shape.isCrowded) {
    config.addHook('drawClear', (u) => drawUnder(u, viewsOf(u)));
    config.addHook('draw', (u) => drawOver(u, viewsOf(u)));
    return;
  }
  addLayer(config, (surface, views, pointedAt) => {
    const pointed = pointedAt === undefined ? undefined : views[pointedAt];
    if (pointed !== undefined) {
      drawUnder(surface, [pointed]);
      drawOver(surface, [pointed]);
    } else if (distinctCapacities(views).length === 1) {
      drawOver(
        surface,
        views.slice(0, 1).map((view) => ({ ...view, breachMark: undefined }))
      );
    }
  });
}

/** Paints what is seen of the series that is pointed at, by its place; `undefined`: none is. */
type PaintLayer = (surface: Surface, views: readonly ChartView[], pointedAt: number | undefined) => void;

/** A layer over the lines for the series that is pointed at: drawing all lines anew at every move would be slow. */
function addLayer(config: UPlotConfigBuilder, paint: PaintLayer): void {
  const ctx = document.createElement('canvas').getContext('2d');
  if (ctx === null) {
    return;
  }
  const { canvas } = ctx;
  Object.assign(canvas.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  canvas.setAttribute('aria-hidden', 'true');
  let pointedAt: number | undefined;
  const repaint = (u: uPlot) => {
    const { bbox, valToPos } = u;
    const { canvas: plot } = u.ctx;
    // Another size also clears a canvas, as does the same one.
    canvas.width = plot.width;
    canvas.height = plot.height;
    paint({ bbox, valToPos, ctx }, viewsOf(u), pointedAt);
  };
  config.addHook('init', (u) => u.ctx.canvas.after(canvas));
  config.addHook('draw', repaint);
  config.addHook('setSeries', (u, line) => {
    const next = typeof line === 'number' ? seriesOfLine(line - 1) : undefined;
    if (next !== pointedAt) {
      pointedAt = next;
      repaint(u);
    }
  });
}

function viewsOf(u: uPlot): readonly ChartView[] {
  return sceneOf(u)?.views ?? [];
}

function drawBands(surface: Surface, { columns, input }: ChartView, theme: GrafanaTheme2): void {
  const { band, usual } = chartColors(theme, input.color);
  const fill = input.judged === undefined ? band : usual;
  columns.bands.forEach(({ lower, upper }, i) => drawBand(surface, { times: columns.times, lower, upper }, fill(i)));
}

function stretchesOf(views: readonly ChartView[], theme: GrafanaTheme2): StretchMark[] {
  return views
    .flatMap(({ input }) => input.judged?.stretches ?? [])
    .map(({ startMs, endMs, severity }) => ({
      startMs,
      endMs,
      color: severityColor(theme, severity),
      shape: SEVERITY_LOOKS[severity].shape,
    }));
}

function toLevelMarks({ input }: ChartView, { visualization }: GrafanaTheme2) {
  return (input.levels ?? []).map(({ hue, ...level }) => ({ ...level, color: visualization.getColorByName(hue) }));
}

/** Each capacity once. */
function distinctCapacities(views: readonly ChartView[]) {
  const byValue = new Map(views.map(({ capacity }) => [capacity?.value, capacity]));
  return [...byValue.values()].filter((capacity) => capacity !== undefined);
}
