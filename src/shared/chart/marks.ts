import type uPlot from 'uplot';
import { colorManipulator } from '@grafana/data';
import type { JsonNumber } from '#contract/rest.ts';
import type { ChartAnnotation } from './annotations.ts';

/** What is painted on, with where things are on it: a plot, or a layer over it. */
export type Surface = Pick<uPlot, 'bbox' | 'ctx' | 'valToPos'>;

/** How a mark is painted; sizes in CSS pixels. */
export interface Paint {
  readonly color: string;
  readonly labelColor: string;
  readonly font: (sizePx: number) => string;
}

const LABEL_SIZE = 12;
const LABEL_GAP = 4;
/** Width that the word "now" takes. */
const NOW_ROOM = 36;
const BRACKET_TICK = 5;
const DIAMOND = 5;
const STRIP_HEIGHT = 4;
const SHAPE_SIZE = 5;

/** Runs a painter in the plot's area, with lengths that suit the screen's pixels. */
function inPlot(u: Surface, paint: (ctx: CanvasRenderingContext2D, px: (css: number) => number) => void): void {
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  // The lines that uPlot has just drawn may have left their dashes behind.
  ctx.setLineDash([]);
  paint(ctx, (css) => css * window.devicePixelRatio);
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, points: ReadonlyArray<readonly [number, number]>): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.stroke();
}

/** The two edges of a band; `null` where it is interrupted. */
export interface BandEdges {
  readonly times: readonly number[];
  readonly lower: readonly JsonNumber[];
  readonly upper: readonly JsonNumber[];
}

/** The area between the edges of a band, without a border. */
export function drawBand(u: Surface, { times, lower, upper }: BandEdges, fill: string): void {
  inPlot(u, (ctx) => {
    ctx.fillStyle = fill;
    for (const [from, to] of unbroken(lower, upper)) {
      ctx.beginPath();
      for (let i = from; i < to; i++) {
        ctx.lineTo(u.valToPos(times[i] ?? 0, 'x', true), u.valToPos(lower[i] ?? 0, 'y', true));
      }
      for (let i = to - 1; i >= from; i--) {
        ctx.lineTo(u.valToPos(times[i] ?? 0, 'x', true), u.valToPos(upper[i] ?? 0, 'y', true));
      }
      ctx.fill();
    }
  });
}

/** Half-open ranges in which both edges are known. */
function unbroken(lower: readonly JsonNumber[], upper: readonly JsonNumber[]): Array<[number, number]> {
  const ranges: Array<[number, number]> = [];
  let start = -1;
  for (let i = 0; i <= lower.length; i++) {
    const isKnown = typeof lower[i] === 'number' && typeof upper[i] === 'number';
    if (isKnown && start < 0) {
      start = i;
    }
    if (!isKnown && start >= 0) {
      ranges.push([start, i]);
      start = -1;
    }
  }
  return ranges;
}

/**
 * A dotted vertical line with the word "now", on the side where there is room; nothing where now is not shown.
 *
 * @param isBelowStrips whether the word has to leave room for strips at the top
 */
export function drawNow(
  u: Surface,
  nowMs: number,
  { color, labelColor, font }: Paint,
  { isBelowStrips }: { isBelowStrips: boolean }
): void {
  inPlot(u, (ctx, px) => {
    const x = Math.round(u.valToPos(nowMs, 'x', true)) + 0.5;
    const { left, top, width, height } = u.bbox;
    if (x < left || x > left + width + 1) {
      return;
    }
    ctx.strokeStyle = color;
    ctx.lineWidth = px(1);
    ctx.setLineDash([px(1), px(3)]);
    stroke(ctx, [
      [x, top],
      [x, top + height],
    ]);
    ctx.fillStyle = labelColor;
    ctx.font = font(px(LABEL_SIZE));
    ctx.textBaseline = 'top';
    const isRoomy = x - left > px(NOW_ROOM);
    ctx.textAlign = isRoomy ? 'right' : 'left';
    const y = top + px(isBelowStrips ? STRIP_HEIGHT + 2 * SHAPE_SIZE + 2 * LABEL_GAP : LABEL_GAP);
    ctx.fillText('now', x + px(isRoomy ? -LABEL_GAP : LABEL_GAP), y);
  });
}

/** A dashed horizontal line at the capacity, labelled at its start. */
export function drawCapacity(u: Surface, capacity: number, label: string, { color, labelColor, font }: Paint): void {
  inPlot(u, (ctx, px) => {
    const y = Math.round(u.valToPos(capacity, 'y', true)) + 0.5;
    const { left, width } = u.bbox;
    ctx.strokeStyle = color;
    ctx.lineWidth = px(1);
    ctx.setLineDash([px(6), px(4)]);
    stroke(ctx, [
      [left, y],
      [left + width, y],
    ]);
    ctx.fillStyle = labelColor;
    ctx.font = font(px(LABEL_SIZE));
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'left';
    ctx.fillText(label, left + px(LABEL_GAP), y - px(2));
  });
}

/** A horizontal line with a label, in a colour of its own. */
export interface LevelMark {
  readonly value: number;
  readonly label: string;
  readonly color: string;
  readonly isDashed: boolean;
  readonly align: 'left' | 'center' | 'right';
}

/** Lines that are compared with; where two labels of one side would meet, the lower one stands below its line. */
export function drawLevels(u: Surface, levels: readonly LevelMark[], { labelColor, font }: Omit<Paint, 'color'>): void {
  inPlot(u, (ctx, px) => {
    const { left, width } = u.bbox;
    const places = { left: left + px(LABEL_GAP), center: left + width / 2, right: left + width - px(LABEL_GAP) };
    const above = new Map<string, number>();
    ctx.lineWidth = px(1);
    ctx.font = font(px(LABEL_SIZE));
    for (const { value, label, color, isDashed, align } of [...levels].sort((a, b) => b.value - a.value)) {
      const y = Math.round(u.valToPos(value, 'y', true)) + 0.5;
      ctx.strokeStyle = color;
      ctx.setLineDash(isDashed ? [px(6), px(4)] : []);
      stroke(ctx, [
        [left, y],
        [left + width, y],
      ]);
      const isClose = y - (above.get(align) ?? -Infinity) < px(LABEL_SIZE + 4);
      ctx.fillStyle = labelColor;
      ctx.textAlign = align;
      ctx.textBaseline = isClose ? 'top' : 'bottom';
      ctx.fillText(label, places[align], isClose ? y + px(2) : y - px(2));
      above.set(align, y);
    }
  });
}

/** Fill of a stretch of time, weaker than any band. */
const REGION_OPACITY = 0.1;

/** Dashed vertical lines at the ends of an annotation, and a light fill between them. */
export function drawAnnotation(u: Surface, { fromMs, toMs }: ChartAnnotation, color: string): void {
  inPlot(u, (ctx, px) => {
    const { top, height } = u.bbox;
    const [from, ...end] = [fromMs, ...(toMs === undefined ? [] : [toMs])].map((ms) => u.valToPos(ms, 'x', true));
    ctx.strokeStyle = color;
    ctx.lineWidth = px(1);
    ctx.setLineDash([px(4), px(4)]);
    for (const x of [from ?? 0, ...end]) {
      stroke(ctx, [
        [x, top],
        [x, top + height],
      ]);
    }
    for (const x of end) {
      ctx.fillStyle = colorManipulator.alpha(color, REGION_OPACITY);
      ctx.fillRect(from ?? 0, top, x - (from ?? 0), height);
    }
  });
}

/** A stretch of time that is not as usual, and the shape of how grave it is. */
export interface StretchMark {
  readonly startMs: number;
  readonly endMs: number;
  readonly color: string;
  /** Corners around the origin, within −1 and 1. */
  readonly shape: ReadonlyArray<readonly [number, number]>;
}

const LEAST_STRETCH = 3;
const STRETCH_OPACITY = 0.18;

function placeOfStretch(u: Surface, { startMs, endMs }: StretchMark, px: (css: number) => number) {
  const from = u.valToPos(startMs, 'x', true);
  return { from, width: Math.max(u.valToPos(endMs, 'x', true) - from, px(LEAST_STRETCH)) };
}

/** Behind the lines: a light fill over the whole height of each stretch. */
export function drawStretchFills(u: Surface, stretches: readonly StretchMark[]): void {
  inPlot(u, (ctx, px) => {
    const { top, height } = u.bbox;
    for (const stretch of stretches) {
      const { from, width } = placeOfStretch(u, stretch, px);
      ctx.fillStyle = colorManipulator.alpha(stretch.color, STRETCH_OPACITY);
      ctx.fillRect(from, top, width, height);
    }
  });
}

/** At the top: a strip for each stretch with the shape of its severity below. */
export function drawStretchStrips(u: Surface, stretches: readonly StretchMark[]): void {
  inPlot(u, (ctx, px) => {
    const { top } = u.bbox;
    for (const stretch of stretches) {
      const { from, width } = placeOfStretch(u, stretch, px);
      ctx.fillStyle = stretch.color;
      ctx.fillRect(from, top, width, px(STRIP_HEIGHT));
      const [x, y] = [from + width / 2, top + px(STRIP_HEIGHT + SHAPE_SIZE + 3)];
      ctx.beginPath();
      stretch.shape.forEach(([dx, dy]) => ctx.lineTo(x + dx * px(SHAPE_SIZE), y + dy * px(SHAPE_SIZE)));
      ctx.closePath();
      ctx.fill();
    }
  });
}

/** The dates of a breach; `latestMs` is `undefined` beyond the horizon, where the bracket stays open. */
export interface BreachMark {
  readonly earliestMs: number;
  readonly medianMs: number | undefined;
  readonly latestMs: number | undefined;
  readonly capacity: number;
  readonly label: string;
}

/** A bracket over the dates of a breach just above the capacity, with a diamond at its median. */
export function drawBreach(u: Surface, mark: BreachMark, { color, labelColor, font }: Paint): void {
  inPlot(u, (ctx, px) => {
    const xOf = (ms: number) => u.valToPos(ms, 'x', true);
    const { left, width } = u.bbox;
    const right = left + width;
    const line = u.valToPos(mark.capacity, 'y', true);
    const y = line - px(DIAMOND + 4);
    const from = xOf(mark.earliestMs);
    const to = mark.latestMs === undefined ? right : xOf(mark.latestMs);
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.lineWidth = px(2);
    const foot = y + px(BRACKET_TICK);
    const end: ReadonlyArray<readonly [number, number]> = mark.latestMs === undefined ? [] : [[to, foot]];
    stroke(ctx, [[from, foot], [from, y], [to, y], ...end]);
    if (mark.medianMs !== undefined) {
      fillDiamond(ctx, xOf(mark.medianMs), y, px(DIAMOND));
    }
    ctx.fillStyle = labelColor;
    ctx.font = font(px(LABEL_SIZE));
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'left';
    const room = ctx.measureText(mark.label).width / 2;
    const middle = Math.min(Math.max((from + to) / 2, left + room), right - room);
    ctx.fillText(mark.label, middle - room, y - px(DIAMOND + 1));
  });
}

function fillDiamond(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - radius);
  ctx.lineTo(x + radius, y);
  ctx.lineTo(x, y + radius);
  ctx.lineTo(x - radius, y);
  ctx.closePath();
  ctx.fill();
}
