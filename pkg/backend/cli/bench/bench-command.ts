import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import type { CliAssembly } from '../serve.ts';
import { anomalyCommand } from './anomaly-command.ts';
import { BENCH_DEADLINE_MS, benchContext } from './bench-context.ts';
import { benchForecast, type BenchReport } from './bench-forecast.ts';
import { readLimit, required } from './bench-options.ts';
import { readForecastData } from './forecast-data.ts';
import { rightsizingCommand } from './rightsizing-command.ts';

const HELP = `Usage: headroom bench forecast --data DIR --out FILE [options]

Predicts every origin of a benchmark folder on all cores and writes the predictions as CSV.

  --data DIR        folder with forecast.csv.gz and forecast_meta.json
  --out FILE        where the predictions go
  --dataset NAME    only this set
  --model NAME      the model (default ensemble)
  --limit N         only the first N series of each set, sorted by name

headroom bench anomaly --help and headroom bench rightsizing --help tell the options of the others.`;

const OPTIONS = {
  data: { type: 'string' },
  out: { type: 'string' },
  dataset: { type: 'string' },
  model: { type: 'string', default: 'ensemble' },
  limit: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `headroom bench`: predictions for a scorer, CPU seconds a series and peak memory. */
export async function benchCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  if (args[0] === 'rightsizing') {
    return rightsizingCommand(args.slice(1));
  }
  if (args[0] === 'anomaly') {
    return anomalyCommand(args.slice(1), assembly);
  }
  const { options, task } = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  if (task !== 'forecast') {
    throw new HeadroomError('invalid_argument', `There is no benchmark "${task ?? ''}".`, {
      remedy: 'Use headroom bench forecast, anomaly or rightsizing.',
    });
  }
  const data = required('data', options.data);
  const out = required('out', options.out);
  const series = readForecastData(data, { dataset: options.dataset, limit: readLimit(options.limit) });
  const workers = assembly.createCompute(availableParallelism());
  const before = process.cpuUsage();
  const startMs = assembly.clock.now();
  try {
    const ctx = benchContext(startMs + BENCH_DEADLINE_MS, assembly);
    const report = await benchForecast(ctx, workers.compute, series, options.model, out);
    const { user, system } = process.cpuUsage(before);
    console.log(summary(report, (user + system) / 1e6, (assembly.clock.now() - startMs) / 1000));
    return report.missing.length === 0 ? 0 : 1;
  } finally {
    await workers.close();
  }
}

function summary({ series, forecasts, models, missing }: BenchReport, cpu: number, wall: number): string {
  const each = (count: number): string => (cpu / Math.max(1, count)).toFixed(4);
  const taken = Object.entries(models).sort(([, a], [, b]) => b - a);
  return [
    ...missing,
    `${forecasts - missing.length} of ${forecasts} forecasts of ${series} series`,
    `models: ${taken.map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `CPU seconds: ${each(series)} a series, ${each(forecasts)} a forecast, ${cpu.toFixed(1)} in all (${wall.toFixed(1)} s)`,
    `peak memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  ].join('\n');
}

function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    return { options: values, task: positionals[0] };
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom bench --help.',
    });
  }
}
