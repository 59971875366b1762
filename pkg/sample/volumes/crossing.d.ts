import { type Curve } from '../series.ts';
/**
 * The first instant of (fromMs, untilMs] at which a curve reaches a limit, to the second; `undefined` where it does
 * not. The curve is read every five minutes, so an excursion shorter than that may be missed. `undefined` also when it
 * is at the limit already at `fromMs`: there is nothing left to predict.
 */
export declare function firstCrossing(curve: Curve, limit: number, fromMs: number, untilMs: number): number | undefined;
