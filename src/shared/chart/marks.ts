import type uPlot from 'uplot';

/** How a mark is painted; sizes in CSS pixels. */
export interface Paint {
  readonly color: string;
  readonly labelColor: string;
  readonly font: (sizePx: number) => string;
}

const LABEL_SIZE = 12;
const LABEL_GAP = 4;
const BRACKET_TICK = 5;
const DIAMOND = 5;

/** Runs a painter in the plot's area, with lengths that suit the screen's pixels. */
function inPlot(u: uPlot, paint: (ctx: CanvasRenderingContext2D, px: (css: number) => number) => void): void {
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  paint(ctx, (css) => css * window.devicePixelRatio);
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, points: ReadonlyArray<readonly [number, number]>): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => (i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.stroke();
}

/** A dotted vertical line with the word "now". */
export function drawNow(u: uPlot, nowMs: number, { color, labelColor, font }: Paint): void {
  inPlot(u, (ctx, px) => {
    const x = Math.round(u.valToPos(nowMs, 'x', true)) + 0.5;
    const { top, height } = u.bbox;
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
    ctx.textAlign = 'right';
    ctx.fillText('now', x - px(LABEL_GAP), top + px(LABEL_GAP));
  });
}

/** A dashed horizontal line at the capacity, labelled at its start. */
export function drawCapacity(u: uPlot, capacity: number, label: string, { color, labelColor, font }: Paint): void {
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

/** The dates of a breach; `latestMs` is `undefined` beyond the horizon, where the bracket stays open. */
export interface BreachMark {
  readonly earliestMs: number;
  readonly medianMs: number | undefined;
  readonly latestMs: number | undefined;
  readonly capacity: number;
  readonly label: string;
}

/** A bracket over the dates of a breach just above the capacity, with a diamond at its median. */
export function drawBreach(u: uPlot, mark: BreachMark, { color, labelColor, font }: Paint): void {
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
