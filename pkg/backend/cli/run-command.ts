import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { auditCommand } from './audit.ts';
import { benchCommand } from './bench/bench-command.ts';
import { runDetectCommand } from './detect.ts';
import { runForecastCommand } from './forecast.ts';
import { runRecommendCommand } from './recommend.ts';
import { sampleExporterCommand } from './sample-exporter-command.ts';
import { type CliAssembly, serveCommand } from './serve.ts';

type Command = (args: readonly string[], assembly: CliAssembly) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, { run: Command; summary: string }>> = {
  serve: { run: serveCommand, summary: 'Run the engine as a service with an HTTP door.' },
  forecast: { run: runForecastCommand, summary: 'Print one forecast or breach answer from a Prometheus URL.' },
  detect: { run: runDetectCommand, summary: 'Print where a signal left what is usual for it, from a Prometheus URL.' },
  recommend: { run: runRecommendCommand, summary: 'Print how to size workloads and volumes, from a Prometheus URL.' },
  audit: { run: auditCommand, summary: 'Check that nobody changed the audit log of an engine.' },
  bench: { run: benchCommand, summary: 'Predict a benchmark folder and tell the cost.' },
  'sample-exporter': { run: sampleExporterCommand, summary: 'Serve a sample cluster to a Prometheus.' },
};

/** Done by the script `bin/headroom` itself, which also prepares what it needs. */
const DEMO = { name: 'demo', summary: 'Show everything on a sample cluster, nothing to install.' };

const HELP_WORDS = new Set(['help', '--help', '-h']);

/** Runs one command of `bin/headroom`; gives the exit code. Errors are printed as a sentence on stderr. */
export async function runCommand(argv: readonly string[], assembly: CliAssembly): Promise<number> {
  const [name = 'help', ...args] = argv;
  if (HELP_WORDS.has(name)) {
    console.log(usage());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    console.error(`headroom: there is no command "${name}".\n\n${usage()}`);
    return 2;
  }
  try {
    return await command.run(args, assembly);
  } catch (thrown) {
    return fail(name, thrown);
  }
}

function fail(name: string, thrown: unknown): number {
  const error = toHeadroomError(thrown);
  console.error(`headroom ${name}: ${error.sentence}`);
  if (!(thrown instanceof HeadroomError)) {
    console.error(thrown);
  }
  return error.culprit === 'user' ? 2 : 1;
}

function usage(): string {
  const commands = [...Object.entries(COMMANDS).map(([name, { summary }]) => ({ name, summary })), DEMO];
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(16)} ${summary}`);
  return ['Usage: headroom <command> [options]', '', ...lines, '', 'headroom <command> --help tells its options.'].join(
    '\n'
  );
}
