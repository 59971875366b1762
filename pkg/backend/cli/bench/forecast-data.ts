import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { HeadroomError } from '#contract/errors.ts';

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
  const meta = JSON.parse(readText(join(directory, 'forecast_meta.json'))) as Readonly<Record<string, Meta>>;
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

function choose(meta: Readonly<Record<string, Meta>>, { dataset, limit = Infinity }: BenchFilter): string[] {
  const taken = new Map<string, number>();
  return Object.keys(meta)
    .sort()
    .filter((name) => {
      const set = meta[name]!.dataset;
      const before = taken.get(set) ?? 0;
      taken.set(set, before + 1);
      return before < limit && (dataset === undefined || set === dataset);
    });
}

interface Rows {
  readonly startMs: number;
  readonly values: number[];
}

function readRows(path: string, wanted: ReadonlySet<string>): Map<string, Rows> {
  const text = gunzipSync(readBytes(path)).toString('utf8');
  const out = new Map<string, Rows>();
  for (let from = text.indexOf('\n') + 1; from > 0 && from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const [name = '', ts = '', value = ''] = text.slice(from, to).trimEnd().split(',');
    if (wanted.has(name)) {
      const known = out.get(name) ?? { startMs: Number(ts) * 1000, values: [] };
      known.values.push(value === '' ? NaN : Number(value));
      out.set(name, known);
    }
    from = to + 1;
  }
  return out;
}

function readText(path: string): string {
  return readBytes(path).toString('utf8');
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new HeadroomError('invalid_argument', `Cannot read ${path}.`, {
      field: 'data',
      remedy: 'Pass the folder with forecast.csv.gz and forecast_meta.json as --data.',
      cause,
    });
  }
}
