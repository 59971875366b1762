import { type Curve } from './series.ts';
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
    /** A job that comes on top every day. */
    readonly job?: {
        readonly startHour: number;
        readonly lengthMs: number;
        readonly height: number;
    };
}
/** The load as a curve, always positive. */
export declare function loadCurve(key: number, shape: LoadShape, anchorMs: number): Curve;
