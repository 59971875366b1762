import { type Curve } from '../series.ts';
import type { FillSpec } from './fill-spec.ts';
/**
 * Used part of the capacity over time, noise included. Above 1 means that more was to be written than fits; callers
 * cut at the capacity that is in force.
 */
export declare function fillCurve(key: number, spec: FillSpec, anchorMs: number): Curve;
