import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import { machineLimit } from '#model/tuning/machine-limit.ts';
import { readLimit, required } from './bench-options.ts';
import { readRightsizingData, type BenchMachine } from './rightsizing-data.ts';

const HELP = `Usage: headroom bench rightsizing --data DIR --out FILE [options]

Decides a limit for CPU and memory of every machine of a benchmark folder from the first 70 % of its rows and writes
the limits as CSV.

  --data DIR        folder with rightsizing.csv.gz and rightsizing_meta.json
  --out FILE        where the limits go
  --margin M        what is added on the recurring peak, as a fraction (default 0.15)
  --limit N         only the first N machines of each set, sorted by name`;

const OPTIONS = {
  data: { type: 'string' },
  out: { type: 'string' },
  margin: { type: 'string', default: '0.15' },
  limit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `headroom bench rightsizing`: limits for a scorer, CPU seconds and peak memory. */
export function rightsizingCommand(args: readonly string[]): number {
  const options = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const out = required('out', options.out);
  const margin = readMargin(options.margin);
  const machines = readRightsizingData(required('data', options.data), readLimit(options.limit));
  const before = process.cpuUsage();
  const rows = machines.flatMap((machine) => limitRows(machine, margin));
  const { user, system } = process.cpuUsage(before);
  writeFileSync(out, ['series,resource,limit', ...rows, ''].join('\n'));
  console.log(
    [
      `${rows.length} limits of ${machines.length} machines, margin ${margin}`,
      `CPU seconds: ${((user + system) / 1e6).toFixed(3)} in all`,
      `peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    ].join('\n')
  );
  return 0;
}

/** A machine of whose use nothing is known keeps what it has, or 0 where that is unknown, too. */
function limitRows({ name, stepMs, cpu, mem, cpuCapacity, memCapacity }: BenchMachine, margin: number): string[] {
  const row = (resource: string, values: Float64Array, capacity: number | undefined): string => {
    const limit = machineLimit(values, stepMs, margin, capacity);
    return `${name},${resource},${Number.isNaN(limit) ? (capacity ?? 0) : limit}`;
  };
  return [row('cpu', cpu, cpuCapacity), row('mem', mem, memCapacity)];
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom bench rightsizing --help.',
    });
  }
}

function readMargin(text: string): number {
  const margin = text.trim() === '' ? NaN : Number(text);
  if (!(margin > -1 && margin < Infinity)) {
    throw new HeadroomError('invalid_argument', `--margin: "${text}" is not a margin.`, {
      field: 'margin',
      remedy: 'Pass a fraction, such as 0.15 for 15%.',
    });
  }
  return margin;
}
