import type { GridSeries, Labels, RangeRequest } from '../../app/ports/series-reader.ts';
import { malformed } from '../http/malformed.ts';
import { labelKey } from './label-key.ts';
import type { QueryTimes } from './query-calls.ts';
import type { RawSeries } from './query-result.ts';
import { parseSampleTime, parseSampleValue } from './sample-value.ts';

/** What had to be mended, in numbers. */
export interface GridFaults {
  /** Samples that were NaN or infinite. */
  nonFinite: number;
  /** Samples at times that were not asked for. */
  offGrid: number;
  /** Samples at the same time of the same series; the first one counts. */
  repeated: number;
  /** Samples that came after a later one. */
  unsorted: number;
  /** Series whose labels another series of the same answer bears too. */
  sameLabels: number;
  /** Series of native histograms, which have no numbers to show. */
  histograms: number;
}

interface Row {
  readonly labels: Labels;
  readonly values: Float64Array;
  /** 1 where a sample arrived, NaN included. */
  readonly isSet: Uint8Array;
}

const NO_PAIR: readonly unknown[] = [];

/** Puts the answers to the parts of a range query on the grid of the whole. The order of the parts does not matter. */
export class Grid {
  readonly faults: GridFaults = { nonFinite: 0, offGrid: 0, repeated: 0, unsorted: 0, sameLabels: 0, histograms: 0 };
  readonly #rows = new Map<string, Row>();
  readonly #request: RangeRequest;
  readonly #length: number;
  #samples = 0;

  constructor(request: RangeRequest) {
    this.#request = request;
    this.#length = pointsBetween(request);
  }

  /** Number of series so far. */
  get size(): number {
    return this.#rows.size;
  }

  /** Number of samples placed so far, NaN included. */
  get samples(): number {
    return this.#samples;
  }

  /** Adds one series of a part; `part` bounds the times that were asked for. Throws `source_malformed`. */
  add(series: RawSeries, part: QueryTimes, seen: Set<string>): void {
    if (series.hasHistograms) {
      this.faults.histograms += 1;
    }
    if (series.points.length === 0) {
      return;
    }
    const key = labelKey(series.labels);
    this.faults.sameLabels += seen.has(key) ? 1 : 0;
    seen.add(key);
    this.#fill(this.#row(key, series.labels), series, part);
  }

  /** The series, ordered by their labels. */
  finish(): readonly GridSeries[] {
    const { startMs, stepMs } = this.#request;
    const keys = [...this.#rows.keys()].sort();
    return keys.flatMap((key) => {
      const row = this.#rows.get(key);
      return row === undefined ? [] : [{ labels: row.labels, startMs, stepMs, values: row.values }];
    });
  }

  #row(key: string, labels: Labels): Row {
    const known = this.#rows.get(key);
    if (known !== undefined) {
      return known;
    }
    const values = new Float64Array(this.#length).fill(NaN);
    const row = { labels, values, isSet: new Uint8Array(this.#length) };
    this.#rows.set(key, row);
    return row;
  }

  #fill(row: Row, { at, points }: RawSeries, part: QueryTimes): void {
    let previousMs = -Infinity;
    for (let i = 0; i < points.length; i++) {
      const point = points[i];
      const pair = Array.isArray(point) ? (point as readonly unknown[]) : NO_PAIR;
      const timeMs = parseSampleTime(pair[0]);
      const value = parseSampleValue(pair[1]);
      if (timeMs === undefined || value === undefined) {
        throw timeMs === undefined
          ? malformed(`${at}.values[${i}][0]`, 'is not a time in seconds')
          : malformed(`${at}.values[${i}][1]`, 'is not a number as text');
      }
      if (timeMs < previousMs) {
        this.faults.unsorted += 1;
      }
      previousMs = timeMs;
      this.#place(row, timeMs, value, part);
    }
  }

  #place(row: Row, timeMs: number, value: number, part: QueryTimes): void {
    const index = (timeMs - this.#request.startMs) / this.#request.stepMs;
    if (timeMs < part.startMs || timeMs > part.endMs || !Number.isInteger(index)) {
      this.faults.offGrid += 1;
      return;
    }
    if (row.isSet[index] === 1) {
      this.faults.repeated += 1;
      return;
    }
    this.faults.nonFinite += Number.isNaN(value) ? 1 : 0;
    row.isSet[index] = 1;
    row.values[index] = value;
    this.#samples += 1;
  }
}

/** Number of points of a grid whose ends are both inclusive. */
export function pointsBetween({ startMs, endMs, stepMs }: QueryTimes): number {
  return Math.floor((endMs - startMs) / stepMs) + 1;
}
