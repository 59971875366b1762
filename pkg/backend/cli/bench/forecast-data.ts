import { join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';
import { eachRow, firstOfEachSet, readBenchFile } from './bench-files.ts';

const FILES = 'forecast.csv.gz and forecast_meta.json';

/** One series to predict, and the rows at which to do it. */
export interface BenchSeries {
  readonly name: string;
  readonly dataset: string;
  readonly startMs: number;
  readonly stepMs: number;
  /** Whole series, training and test together; NaN where a value is missing. */
  readonly values: Float64Array;
  readonly horizon: number;
  /** An origin `o`: rows before `o` are known, rows `o … o + horizon − 1` are asked for. */
  readonly origins: readonly number[];
}

interface Meta {
  readonly dataset: string;
  readonly freq_s: number;
  readonly horizon: number;
  readonly origins: readonly number[];
}

/** What part of the data to read. */
export interface BenchFilter {
  /** Only this set; `undefined`: all. */
  readonly dataset: string | undefined;
  /** Only the first series of each set, sorted by name; `undefined`: all. */
  readonly limit: number | undefined;
}

/**
 * Reads `forecast.csv.gz` (`series,ts,value`) and `forecast_meta.json` of a folder. Of the meta data only step, horizon
 * and origins are used: seasons are for the models to find.
 *
 * @throws HeadroomError `invalid_argument` when a file is missing or a series of the meta data has no rows
 */
export function readForecastData(directory: string, filter: BenchFilter): BenchSeries[] {
  const meta = JSON.parse(readBenchFile(join(directory, 'forecast_meta.json'), FILES)) as Readonly<
    Record<string, Meta>
  >;
  const wanted = choose(meta, filter);
  const rows = readRows(join(directory, 'forecast.csv.gz'), new Set(wanted));
  return wanted.map((name) => {
    const known = rows.get(name);
    if (known === undefined) {
      throw new HeadroomError('invalid_argument', `There are no rows of the series "${name}".`, { field: 'data' });
    }
    const { dataset, freq_s, horizon, origins } = meta[name]!;
    return {
      name,
      dataset,
      startMs: known.startMs,
      stepMs: freq_s * 1000,
      values: Float64Array.from(known.values),
      horizon,
      origins,
    };
  });
}

function choose(meta: Readonly<Record<string, Meta>>, { dataset, limit }: BenchFilter): string[] {
  return firstOfEachSet(meta, limit).filter((name) => dataset === undefined || meta[name]!.dataset === dataset);
}

interface Rows {
  readonly startMs: number;
  readonly values: number[];
}

function readRows(path: string, wanted: ReadonlySet<string>): Map<string, Rows> {
  const out = new Map<string, Rows>();
  eachRow(readBenchFile(path, FILES), ([name = '', ts = '', value = '']) => {
    if (wanted.has(name)) {
      const known = out.get(name) ?? { startMs: Number(ts) * 1000, values: [] };
      known.values.push(value === '' ? NaN : Number(value));
      out.set(name, known);
    }
  });
  return out;
}
