import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import { sampleExporter } from './sample/sample-exporter.ts';
import { stopSignal } from './stop-signal.ts';

const HELP = `Usage: headroom sample-exporter --dir DIR [options]

Serves the sample cluster's metrics and writes its history once, as OpenMetrics files that promtool loads.

  --dir DIR       folder for state and history, shared with Prometheus
  --host HOST     address to listen on (default 127.0.0.1)
  --port PORT     port to listen on (default 9099)
  --seed N        whole number that decides the cluster (default 1)
  --days N        days of history (default 30)`;

const OPTIONS = {
  dir: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '9099' },
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: '30' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `headroom sample-exporter`: runs until SIGTERM or SIGINT. */
export async function sampleExporterCommand(args: readonly string[]): Promise<number> {
  const options = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  if (options.dir === undefined) {
    throw new HeadroomError('invalid_argument', 'The folder is missing.', { field: 'dir', remedy: 'Pass --dir DIR.' });
  }
  const exporter = await sampleExporter({
    dir: options.dir,
    host: options.host,
    port: wholeNumber('port', options.port, 65_535),
    seed: wholeNumber('seed', options.seed, 2 ** 32 - 1),
    days: wholeNumber('days', options.days, 365),
    log: (sentence) => console.log(sentence),
  });
  await stopSignal();
  await exporter.stop();
  return 0;
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom sample-exporter --help.',
    });
  }
}

function wholeNumber(field: string, text: string, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new HeadroomError('invalid_argument', `"${text}" is not a whole number from 0 to ${max}.`, {
      field,
      remedy: `Correct --${field}.`,
    });
  }
  return value;
}
