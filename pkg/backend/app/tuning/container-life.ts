import type { OomKill } from '#model/tuning/types.ts';
import type { GridSeries } from '../ports/series-reader.ts';

/** When a container started and when it was killed for lack of memory; Unix milliseconds, ascending. */
export interface ContainerLife {
  readonly startsMs: readonly number[];
  readonly killsMs: readonly number[];
  /** How often it was started again within its pod. */
  readonly restarts: number;
}

/**
 * Reads starts and kills off two series of one container: restarts so far, and whether its last end was a kill. Times
 * are those of the grid, so up to a step late. A value that falls belongs to a new pod of the same name; a gap hides
 * nothing but the time of a restart.
 */
export function readLife(restarts: GridSeries, outOfMemory: GridSeries | undefined): ContainerLife {
  const startsMs: number[] = [];
  const killsMs: number[] = [];
  let restarted = 0;
  let before = NaN;
  restarts.values.forEach((count, i) => {
    if (Number.isNaN(count)) {
      return;
    }
    const timeMs = restarts.startMs + i * restarts.stepMs;
    if (Number.isNaN(before) ? i > 0 : count !== before) {
      startsMs.push(timeMs);
    }
    restarted += count > before ? count - before : 0;
    if (count > before && valueAt(outOfMemory, timeMs) > 0) {
      killsMs.push(timeMs);
    }
    before = count;
  });
  return { startsMs, killsMs, restarts: restarted };
}

function valueAt(series: GridSeries | undefined, timeMs: number): number {
  return series === undefined ? NaN : (series.values[Math.round((timeMs - series.startMs) / series.stepMs)] ?? NaN);
}

/** Kills of one pod, with the limit in force now, which is the best that is known of then. */
export function killsOf(pod: string, { killsMs }: ContainerLife, limitBytes: number | undefined): OomKill[] {
  return killsMs.map((timeMs) => ({ timeMs, pod, ...(limitBytes === undefined ? {} : { limitBytes }) }));
}
