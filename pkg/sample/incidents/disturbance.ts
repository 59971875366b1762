import { HOUR, MINUTE, type Curve } from '../series.ts';
import type { Incident, Victim } from './incident.ts';

/** What incidents do to the curves of a workload: `factor(t) · curve(moment(t))` takes the place of `curve(t)`. */
export interface Disturbance {
  /** The time whose behaviour is shown; `t` itself while all is well. */
  readonly moment: Curve;
  readonly factor: Curve;
}

/** Load does not jump from one instant to the next. */
const EDGE = 2 * MINUTE;
/** A habit that is broken is half a day out of step. */
const OUT_OF_STEP = 12 * HOUR;

/** Incidents that the seed plans, and those that somebody asked for while the cluster is in use. */
export interface Incidents {
  readonly planned: readonly Incident[];
  /** Read anew at each instant; only what begins after all instants asked for so far may be added or cut short. */
  readonly injected: readonly Incident[];
}

/** The disturbance of one workload. Cost: O(its planned incidents + all injected ones) a call. */
export function disturbanceOf(victim: Victim, { planned, injected }: Incidents): Disturbance {
  const isMine = (one: Incident) => one.workload === victim.name && one.namespace === victim.namespace;
  const mine = planned.filter(isMine);
  const isRunning = (one: Incident, tMs: number) => tMs >= one.fromMs && tMs < one.untilMs;
  const through = (tMs: number, start: number, change: (value: number, one: Incident) => number): number => {
    let value = start;
    for (const one of mine) {
      value = isRunning(one, tMs) ? change(value, one) : value;
    }
    for (const one of injected) {
      value = isMine(one) && isRunning(one, tMs) ? change(value, one) : value;
    }
    return value;
  };
  return {
    moment: (tMs) => through(tMs, tMs, (moment, one) => momentIn(one, moment)),
    factor: (tMs) => through(tMs, 1, (factor, one) => factor * factorIn(one, tMs)),
  };
}

function momentIn({ kind, fromMs }: Incident, tMs: number): number {
  return kind === 'flatline' ? fromMs : kind === 'season-break' ? tMs - OUT_OF_STEP : tMs;
}

function factorIn({ kind, fromMs, untilMs, factor }: Incident, tMs: number): number {
  if (kind === 'flatline' || kind === 'season-break') {
    return 1;
  }
  const progress = (tMs - fromMs) / (untilMs - fromMs);
  const edge = Math.min(1, (tMs - fromMs) / EDGE, (untilMs - tMs) / EDGE);
  return 1 + (factor - 1) * (kind === 'drift' ? progress : edge);
}
