import { noise } from './noise.ts';
import { keyOf } from './random.ts';
import { dayShape, jobShape, weekendShape } from './season.ts';
import { DAY, HOUR, MINUTE, type Curve } from './series.ts';

/** How much is asked of a workload over time, relative to 1 at the anchor. */
export interface LoadShape {
  /** Growth per day, such as 0.005 for half a percent. */
  readonly growthPerDay: number;
  /** Swing of the day around its mean, within [0, 0.8]. */
  readonly daily: number;
  /** Hour of the daily peak, UTC. */
  readonly peakHour: number;
  /** Load on Saturday and Sunday relative to a working day. */
  readonly weekend: number;
  /** Swing of the autocorrelated noise; 0.1 is mostly within 6 %. */
  readonly noise: number;
  /** A job that comes on top every day, or on one weekday (1 is Monday, 7 is Sunday). */
  readonly job?: {
    readonly startHour: number;
    readonly lengthMs: number;
    readonly height: number;
    readonly weekday?: number;
  };
}

/** Growth stops to matter this far from the anchor, so that no load explodes or vanishes. */
const GROWTH_DAYS = 120;

/** The load as a curve, always positive. */
export function loadCurve(key: number, shape: LoadShape, anchorMs: number): Curve {
  const wander = noise(keyOf(key, 'load'), { slowestMs: 6 * HOUR, layers: 5, decay: 0.75 });
  const flicker = noise(keyOf(key, 'flicker'), { slowestMs: 4 * MINUTE, layers: 2, decay: 0.7 });
  return (tMs) => {
    const days = Math.min(GROWTH_DAYS, Math.max(-GROWTH_DAYS, (tMs - anchorMs) / DAY));
    const growth = Math.exp(shape.growthPerDay * days);
    const day = 1 + shape.daily * dayShape(tMs, shape.peakHour);
    const week = 1 + (shape.weekend - 1) * weekendShape(tMs);
    const chance = Math.exp(shape.noise * (wander(tMs) + 0.4 * flicker(tMs)));
    const job = shape.job ? shape.job.height * jobShape(tMs, shape.job) : 0;
    return growth * (day * week * chance + job);
  };
}
