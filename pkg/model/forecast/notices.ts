import { COUNTER_NOTICE, looksLikeCounter } from '../series/counter.ts';
import type { RegularSeries } from '../series/regular-series.ts';
import type { Prepared } from './prepare.ts';

/** More missing than this is worth telling. */
const MANY_MISSING = 0.05;

/** How the history that models saw differs from the one that people know. */
export interface HistoryView {
  /** When a moment of the prepared history was. */
  toUtcMs(ms: number): number;
  /** Fraction of samples that are really missing, not left out on purpose. */
  readonly missing: number;
  /** 1 where a value was put in the place of an event: no backtest may count it as met. */
  readonly invented: Uint8Array;
}

/** Sentences for people about the history that a forecast was made from. */
export function historyNotices(
  series: RegularSeries,
  prepared: Prepared,
  testedSteps: number,
  view?: HistoryView
): string[] {
  const out: string[] = [];
  const { stale, training, oneOffBreak, cleanUps } = prepared;
  const missing = view?.missing ?? prepared.missing;
  const when = (ms: number): string => isoMinute(view?.toUtcMs(ms) ?? ms);
  if (looksLikeCounter(series.values)) {
    out.push(COUNTER_NOTICE);
  }
  if (missing > MANY_MISSING) {
    out.push(`${Math.round(100 * missing)}% of the samples are missing; the gaps were filled for the model.`);
  }
  if (stale > 0) {
    out.push(`The newest sample is from ${when(prepared.lastObservedMs)}; the ${stale} steps since are predicted.`);
  }
  if (oneOffBreak !== undefined) {
    const breakMs = prepared.lastObservedMs - (training.values.length - 1 - oneOffBreak) * series.stepMs;
    out.push(`Level or rate changed at ${when(breakMs)}; the trend is read from the time since.`);
  }
  if (cleanUps) {
    out.push('The signal is cleaned up again and again; its ramps are not extrapolated.');
  }
  if (testedSteps === 0) {
    out.push('The history is too short for a backtest: the bands are a guess from its spread.');
  }
  return out;
}

function isoMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
