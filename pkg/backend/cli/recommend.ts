import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import { priceBookSchema } from '#contract/price-book.ts';
import { recommendationRunSchema } from '#contract/recommendations.ts';
import { isSmallSaving } from '#model/tuning/small-saving.ts';
import type { Logger } from '../app/context.ts';
import type { Advice } from '../app/tuning/advice.ts';
import { makeAdvice } from '../app/tuning/make.ts';
import { outputsOf } from '../app/tuning/outputs.ts';
import { recommendTable } from './recommend-table.ts';
import type { CliAssembly } from './serve.ts';
import { commandContext, sourceSettings } from './source-options.ts';

const HELP = `Usage: headroom recommend --url URL [options]

Reads workloads and volumes from a Prometheus-compatible server and prints how to size them.

  --url URL              base address of the server, such as http://localhost:9090
  --namespace NAME       only this namespace
  --history DURATION     how much of the past the advice rests on (default 14d)
  --step DURATION        distance of the points of usage (default 5m)
  --price-core N         money for a core an hour
  --price-memory N       money for a GiB of memory an hour
  --price-storage N      money for a GiB of storage a month
  --currency NAME        name of the money (default USD)
  --least-saving N       leave smaller savings a month out (default 1; 0 prints them all)
  --all                  print also what needs no change or lacks data
  -o table|patch|json|markdown   form of the answer (default table)`;

const OPTIONS = {
  url: { type: 'string' },
  namespace: { type: 'string' },
  history: { type: 'string' },
  step: { type: 'string' },
  'price-core': { type: 'string' },
  'price-memory': { type: 'string' },
  'price-storage': { type: 'string' },
  currency: { type: 'string' },
  'least-saving': { type: 'string' },
  all: { type: 'boolean', default: false },
  output: { type: 'string', short: 'o', default: 'table' },
  help: { type: 'boolean', short: 'h' },
} as const;

const FORMS = ['table', 'patch', 'json', 'markdown'] as const;

/** `headroom recommend`: advice on a cluster by the same path that the page takes; nothing is kept. */
export async function runRecommendCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  const options = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const form = FORMS.find((one) => one === options.output);
  if (form === undefined) {
    throw wrong('output', `--output: there is no form "${options.output}".`, `Choose ${FORMS.join(', ')}.`);
  }
  const advice = await advise(options, assembly);
  const chosen = advice.recommendations.filter(
    (one) => options.all || (one.outcome === 'change' && !isSmallSaving(one, advice.leastSaving ?? 0))
  );
  console.log(form === 'table' ? recommendTable(advice, chosen) : outputsOf(chosen)[form]);
  return 0;
}

type Options = ReturnType<typeof read>;

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom recommend --help.',
    });
  }
}

async function advise(options: Options, assembly: CliAssembly): Promise<Advice> {
  const settings = { ...sourceSettings(options.url), prices: pricesOf(options) };
  const { namespace, history, step } = parseFields(
    recommendationRunSchema,
    given(options, ['namespace', 'history', 'step'])
  );
  const log: Logger = assembly.createLogger('warn');
  const workers = assembly.createCompute(availableParallelism());
  const opened = assembly.openSource(settings);
  try {
    const scope = { namespace, historyMs: history, stepMs: step };
    const nowMs = assembly.clock.now();
    return await makeAdvice(commandContext(nowMs, log), opened.source, workers.compute, scope, nowMs);
  } finally {
    await workers.close();
    await opened.close();
  }
}

function pricesOf(options: Options) {
  const numbers = {
    cpuCoreHour: readPrice('price-core', options['price-core']),
    memoryGibHour: readPrice('price-memory', options['price-memory']),
    storageGibMonth: readPrice('price-storage', options['price-storage']),
    currency: options.currency,
    leastSaving: readPrice('least-saving', options['least-saving']),
  };
  return parseFields(priceBookSchema, given(numbers, Object.keys(numbers)));
}

function given(options: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

function readPrice(option: string, text: string | undefined): number | undefined {
  const price = text === undefined ? undefined : Number(text);
  if (price !== undefined && (text?.trim() === '' || !(price >= 0))) {
    throw wrong(option, `--${option}: "${text}" is not an amount of money.`, 'Write a number that is not negative.');
  }
  return price;
}

function wrong(field: string, message: string, remedy: string): HeadroomError {
  return new HeadroomError('invalid_argument', message, { field, remedy });
}
