import type { RegularSeries } from './regular-series.ts';
import { zoneOffsetMs, zoneOffsets } from './time-zone.ts';

/** A series by the clock on the wall, and the way back. */
export interface WallClock {
  /**
   * One value for each step of local time; `startMs` is local time written as if it were UTC. The hour that is skipped
   * in spring is a gap, the hour that comes twice in autumn has the mean of both.
   */
  readonly series: RegularSeries;
  /** How many local steps have to be forecast to cover `horizon` steps of the original. */
  horizonFor(horizon: number): number;
  /**
   * The forecast of the next `horizon` steps of the original from the forecast of {@link horizonFor} local steps. Where
   * the history ends within the hour that comes twice, its second run repeats the first.
   */
  toOriginal(local: Float64Array, horizon: number): Float64Array;
  /** The local step of the forecast that a step of the original has; negative: it repeats one of the history. */
  ahead(step: number): number;
  /** A moment by the wall clock of this series: local time written as if it were UTC. */
  toLocalMs(utcMs: number): number;
  /** When a local time of the history was; the second time where it came twice. */
  toUtcMs(localMs: number): number;
}

/**
 * Lays a series out by local time, so that a season of a day or a week keeps its phase when summer time begins or ends:
 * people come to work at nine, not at seven o'clock UTC. Models need to know nothing of it. Steps longer than twice the
 * change of the clock stay as they are. O(n + horizon).
 *
 * @param timeZone a name of the IANA database
 * @param reach the longest horizon that will be asked for, in steps
 * @throws RangeError for an unknown zone
 */
export function byWallClock(series: RegularSeries, timeZone: string, reach: number): WallClock {
  const { startMs, stepMs, values } = series;
  const places = localPlaces(series, timeZone, values.length + reach);
  const length = places.subarray(0, values.length).reduce((most, place) => Math.max(most, place + 1), 0);
  const local = gather(values, places.subarray(0, values.length), length);
  const ahead = (step: number): number => places[values.length + step]! - length;
  const localStartMs = startMs + zoneOffsetMs(timeZone, startMs);
  return {
    series: { startMs: localStartMs, stepMs, values: local },
    ahead,
    toLocalMs: (utcMs) => localStartMs + (utcMs - startMs) + stepMs * shiftAt(places, (utcMs - startMs) / stepMs),
    toUtcMs: (localMs) => {
      const place = Math.round((localMs - localStartMs) / stepMs);
      const index = places.subarray(0, values.length).findLastIndex((one) => one <= place);
      return startMs + index * stepMs;
    },
    horizonFor: (horizon) => {
      let most = 1;
      for (let step = 0; step < horizon; step++) {
        most = Math.max(most, ahead(step) + 1);
      }
      return most;
    },
    toOriginal: (forecast, horizon) =>
      Float64Array.from({ length: horizon }, (_, step) => {
        const place = ahead(step);
        const known = place < 0 ? local[length + place]! : NaN;
        return Number.isNaN(known) ? forecast[Math.max(0, place)]! : known;
      }),
  };
}

/** By how many steps local time has moved on against the original at a place, which may lie beyond either end. */
function shiftAt(places: Int32Array, index: number): number {
  const nearest = Math.min(Math.max(0, Math.ceil(index)), places.length - 1);
  return nearest < 0 ? 0 : places[nearest]! - nearest;
}

/** The local step that ends with each of the first `count` steps, also beyond the values. */
function localPlaces({ startMs, stepMs }: RegularSeries, timeZone: string, count: number): Int32Array {
  const offsets = zoneOffsets(timeZone, startMs, startMs + count * stepMs);
  const places = new Int32Array(count);
  let next = 1;
  let shift = 0;
  for (let i = 0; i < count; i++) {
    while (next < offsets.length && offsets[next]!.fromMs < startMs + i * stepMs) {
      shift = Math.round((offsets[next]!.offsetMs - offsets[0]!.offsetMs) / stepMs);
      next++;
    }
    places[i] = i + shift;
  }
  return places;
}

/** Puts values to their places: the mean where several meet, NaN where none is. */
function gather(values: Float64Array, places: Int32Array, length: number): Float64Array {
  const sums = new Float64Array(length);
  const counts = new Int32Array(length);
  values.forEach((value, i) => {
    const place = places[i]!;
    if (!Number.isNaN(value)) {
      sums[place]! += value;
      counts[place]!++;
    }
  });
  return sums.map((sum, place) => (counts[place]! === 0 ? NaN : sum / counts[place]!));
}
