/** An endless row of events in both directions of time, such as the rollouts of a deployment. */
export interface Schedule {
    /** Index of the latest event at or before `tMs`. */
    indexAt(tMs: number): number;
    /** Unix milliseconds of an event. */
    timeOf(index: number): number;
}
/** How often events come, and how regularly. */
export interface ScheduleShape {
    readonly key: number;
    /** Mean distance, milliseconds. */
    readonly everyMs: number;
    /** Unix milliseconds of event 0 before it is moved. */
    readonly phaseMs: number;
    /** 0: like clockwork; towards 1: an event may come anywhere within its period. Below 1, so that order holds. */
    readonly jitter: number;
}
/** A schedule with O(1) look-ups; the same shape gives the same events. */
export declare function schedule(shape: ScheduleShape): Schedule;
