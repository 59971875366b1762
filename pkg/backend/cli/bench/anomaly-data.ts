import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';
import { eachRow, firstOfEachSet, readBenchFile } from './bench-files.ts';
import type { BenchFilter } from './forecast-data.ts';

const FILES = 'anomaly_<set>.csv.gz and anomaly_meta.json';
const NOT_VALUES = new Set(['series', 'ts', 'label']);

/** One thing to watch: one series or several of one length. */
export interface WatchedBench {
  readonly name: string;
  readonly startMs: number;
  readonly stepMs: number;
  /** NaN where a value is missing. */
  readonly dimensions: readonly Float64Array[];
}

interface Meta {
  readonly dataset: string;
  readonly dims: number;
  readonly step_s: number;
}

/**
 * Reads `anomaly_<set>.csv.gz` (`series,ts,value,label` or `series,ts,label,v0…vK`) and `anomaly_meta.json` of a folder.
 * Labels are not read, and of the meta data only set, number of values and step.
 *
 * @throws HeadroomError `invalid_argument` when a file is missing or a series of the meta data has no rows
 */
export function readAnomalyData(directory: string, filter: BenchFilter): WatchedBench[] {
  const meta = JSON.parse(readBenchFile(join(directory, 'anomaly_meta.json'), FILES)) as Record<string, Meta>;
  const names = firstOfEachSet(meta, filter.limit).filter(
    (name) => filter.dataset === undefined || meta[name]!.dataset === filter.dataset
  );
  const sets = new Set(names.map((name) => meta[name]!.dataset));
  const found = new Map<string, WatchedBench>();
  for (const file of readdirSync(directory).sort()) {
    const set = /^anomaly_(.+)\.csv\.gz$/.exec(file)?.[1];
    if (set !== undefined && sets.has(set)) {
      readSet(readBenchFile(join(directory, file), FILES), meta, found);
    }
  }
  return names.map((name) => {
    const one = found.get(name);
    if (one === undefined) {
      throw new HeadroomError('invalid_argument', `There are no rows of the series "${name}".`, { field: 'data' });
    }
    return one;
  });
}

interface Rows {
  readonly startMs: number;
  readonly columns: number[][];
}

function readSet(text: string, meta: Readonly<Record<string, Meta>>, found: Map<string, WatchedBench>): void {
  const header = text.slice(0, text.indexOf('\n')).trimEnd().split(',');
  const places = header.flatMap((column, i) => (NOT_VALUES.has(column) ? [] : [i]));
  const time = header.indexOf('ts');
  const rows = new Map<string, Rows>();
  eachRow(text, (fields) => {
    const name = fields[0]!;
    let known = rows.get(name);
    if (known === undefined) {
      const dims = meta[name]?.dims ?? places.length;
      known = { startMs: Number(fields[time]) * 1000, columns: Array.from({ length: dims }, () => []) };
      rows.set(name, known);
    }
    known.columns.forEach((column, k) => {
      const field = fields[places[k]!]!;
      column.push(field === '' ? NaN : Number(field));
    });
  });
  for (const [name, { startMs, columns }] of rows) {
    const stepMs = (meta[name]?.step_s ?? 60) * 1000;
    found.set(name, { name, startMs, stepMs, dimensions: columns.map((column) => Float64Array.from(column)) });
  }
}
