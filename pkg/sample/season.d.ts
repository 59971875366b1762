/**
 * The course of a day in UTC: a broad peak at `peakHour`, a deeper valley in the night; within about [-1.1, 1.25],
 * mean 0.
 */
export declare function dayShape(tMs: number, peakHour: number): number;
/** 0 from Monday to Friday, 1 on Saturday and Sunday (UTC), with transitions of three hours around midnight. */
export declare function weekendShape(tMs: number): number;
/** A daily job in UTC: 1 while it runs, 0 else, with edges of a tenth of its length. */
export declare function jobShape(tMs: number, startHour: number, lengthMs: number): number;
