import { join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';
import { eachRow, firstOfEachSet, readBenchFile } from './bench-files.ts';

const FILES = 'rightsizing.csv.gz and rightsizing_meta.json';

/** Share of the rows that may be looked at; the rest is the judge's. */
const KNOWN_SHARE = 0.7;

/** One machine: what is known of its use, and what it has. */
export interface BenchMachine {
  readonly name: string;
  readonly stepMs: number;
  /** Known rows only; NaN where a value is missing. */
  readonly cpu: Float64Array;
  readonly mem: Float64Array;
  /** In the unit of the use; `undefined`: unknown. */
  readonly cpuCapacity: number | undefined;
  readonly memCapacity: number | undefined;
}

interface Meta {
  readonly dataset: string;
  readonly step_s: number;
  readonly mem_unit?: string | null;
  readonly cpu_capacity?: number | null;
  readonly mem_capacity?: number | null;
}

/**
 * Reads `rightsizing.csv.gz` (`series,ts,cpu,mem`) and `rightsizing_meta.json` of a folder: the first 70 % of the rows
 * of each machine, rounded down. A memory capacity without a unit is not used, as its use may have another.
 *
 * @param limit only the first machines of each set, sorted by name; `undefined`: all
 * @throws HeadroomError `invalid_argument` when a file is missing or a machine of the meta data has no rows
 */
export function readRightsizingData(directory: string, limit: number | undefined): BenchMachine[] {
  const meta = JSON.parse(readBenchFile(join(directory, 'rightsizing_meta.json'), FILES)) as Record<string, Meta>;
  const rows = readRows(join(directory, 'rightsizing.csv.gz'));
  return firstOfEachSet(meta, limit).map((name) => {
    const known = rows.get(name);
    if (known === undefined) {
      throw new HeadroomError('invalid_argument', `There are no rows of the machine "${name}".`, { field: 'data' });
    }
    const { step_s, mem_unit, cpu_capacity, mem_capacity } = meta[name]!;
    const count = Math.trunc(KNOWN_SHARE * known.cpu.length);
    return {
      name,
      stepMs: step_s * 1000,
      cpu: Float64Array.from(known.cpu.slice(0, count)),
      mem: Float64Array.from(known.mem.slice(0, count)),
      cpuCapacity: cpu_capacity ?? undefined,
      memCapacity: typeof mem_unit === 'string' ? (mem_capacity ?? undefined) : undefined,
    };
  });
}

interface Rows {
  readonly cpu: number[];
  readonly mem: number[];
}

function readRows(path: string): Map<string, Rows> {
  const out = new Map<string, Rows>();
  const toNumber = (field: string): number => (field === '' ? NaN : Number(field));
  eachRow(readBenchFile(path, FILES), ([name = '', , cpu = '', mem = '']) => {
    let known = out.get(name);
    if (known === undefined) {
      known = { cpu: [], mem: [] };
      out.set(name, known);
    }
    known.cpu.push(toNumber(cpu));
    known.mem.push(toNumber(mem));
  });
  return out;
}
