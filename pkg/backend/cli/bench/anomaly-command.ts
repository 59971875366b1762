import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import type { CliAssembly } from '../serve.ts';
import { readAnomalyData } from './anomaly-data.ts';
import { benchAnomaly } from './bench-anomaly.ts';
import { BENCH_DEADLINE_MS, benchContext } from './bench-context.ts';
import { readLimit, required } from './bench-options.ts';

const HELP = `Usage: headroom bench anomaly --data DIR --out FILE [options]

Judges every sample of a benchmark folder by its past on all cores and writes scores and decisions as CSV.

  --data DIR        folder with anomaly_<set>.csv.gz and anomaly_meta.json
  --out FILE        where scores and decisions go
  --dataset NAME    only this set
  --limit N         only the first N series of each set, sorted by name`;

const OPTIONS = {
  data: { type: 'string' },
  out: { type: 'string' },
  dataset: { type: 'string' },
  limit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `headroom bench anomaly`: scores and decisions for a scorer, CPU seconds a series and peak memory. */
export async function anomalyCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  const options = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const out = required('out', options.out);
  const filter = { dataset: options.dataset, limit: readLimit(options.limit) };
  const series = readAnomalyData(required('data', options.data), filter);
  const workers = assembly.createCompute(availableParallelism());
  const before = process.cpuUsage();
  const startMs = assembly.clock.now();
  try {
    const ctx = benchContext(startMs + BENCH_DEADLINE_MS, assembly);
    const { samples, anomalous, missing } = await benchAnomaly(ctx, workers.compute, series, out);
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6;
    const wall = (assembly.clock.now() - startMs) / 1000;
    console.log(
      [
        ...missing,
        `${series.length - missing.length} of ${series.length} series, ${samples} samples, ${anomalous} anomalous`,
        `CPU seconds: ${(cpu / Math.max(1, series.length)).toFixed(4)} a series, ${cpu.toFixed(1)} in all (${wall.toFixed(1)} s)`,
        `peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
      ].join('\n')
    );
    return missing.length === 0 ? 0 : 1;
  } finally {
    await workers.close();
  }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom bench anomaly --help.',
    });
  }
}
