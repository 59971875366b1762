import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify as toYaml } from 'yaml';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import { engineConfigSchema } from '#contract/engine-config.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import { type BreachQuery, breachQuerySchema, type ForecastQuery, forecastQuerySchema } from '#contract/query.ts';
import type { BreachResponse, ForecastResponse, TimeRange } from '#contract/rest.ts';
import { sourceLimitsSchema, type SourceSettings } from '#contract/settings.ts';
import { runBreachQuery } from '../app/breach-query.ts';
import type { Context, Logger } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import { runForecastQuery } from '../app/forecast-query.ts';
import { breachToJson, forecastToJson } from '../app/wire.ts';
import { breachTable, forecastTable } from './forecast-table.ts';
import type { CliAssembly } from './serve.ts';

const HELP = `Usage: headroom forecast --url URL --expr PROMQL [options]

Reads history from a Prometheus-compatible server and prints where it is heading.

  --url URL              base address of the server, such as http://localhost:9090
  --expr PROMQL          the signal
  --capacity VALUE       number or PromQL; with it the answer tells when it is likely to be reached
  --direction up|down    which way hurts (default up)
  --within DURATION      window of the breach probability (default 4d)
  --horizon DURATION     how far ahead (default 7d)
  --step DURATION        distance of points (default auto)
  --window DURATION      training window (default auto)
  --aggregate avg|max|min|last
  --lower N, --upper N   values that the signal cannot leave
  --model NAME           auto, seasonal-naive, fourier-ar
  --at TIME              pretend that it is this time (RFC 3339 or Unix seconds)
  --range DURATION       how much history to print (default 7d)
  -o table|json|yaml     form of the answer (default table)`;

const OPTIONS = {
  url: { type: 'string' },
  expr: { type: 'string' },
  capacity: { type: 'string' },
  direction: { type: 'string' },
  within: { type: 'string' },
  horizon: { type: 'string' },
  step: { type: 'string' },
  window: { type: 'string' },
  aggregate: { type: 'string' },
  lower: { type: 'string' },
  upper: { type: 'string' },
  model: { type: 'string' },
  at: { type: 'string' },
  range: { type: 'string' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Options = ReturnType<typeof parseOptions>;

const FORMS = ['table', 'json', 'yaml'] as const;
type Form = (typeof FORMS)[number];

/** Options whose names differ from those of the contract. */
const OPTION_OF: Readonly<Record<string, string>> = {
  lowerBound: 'lower',
  upperBound: 'upper',
  trainingWindow: 'window',
};

const DEADLINE_MS = 300_000;
const MAX_DATE_MS = 8_640_000_000_000_000;
const DEFAULT_WITHIN_MS = 4 * 86_400_000;

/** What the options ask, validated. */
interface Question {
  readonly settings: SourceSettings;
  readonly range: TimeRange;
  readonly query: ForecastQuery;
  readonly breachQuery: BreachQuery | undefined;
}

/** What the command prints: the forecast, and with a capacity the breach answer. */
interface Answer {
  readonly forecast: ForecastResponse;
  readonly breach?: BreachResponse;
}

/** `headroom forecast`: one answer by the same path that panels and alert rules take. */
export async function runForecastCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  const options = parseOptions(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const form = readForm(options.output);
  const at = readTime(options.at, assembly.clock.now());
  const question = toQuestion(options, at);
  const directory = mkdtempSync(join(tmpdir(), 'headroom-cli-'));
  try {
    print(await askEngine(question, directory, assembly), form);
  } catch (thrown) {
    throw namingOption(thrown);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return 0;
}

async function askEngine(question: Question, directory: string, assembly: CliAssembly): Promise<Answer> {
  const config = parseFields(engineConfigSchema, { logLevel: 'warn' });
  const log = assembly.createLogger(config.logLevel);
  const engine = assembly.createEngine(config, { directory, setting: 'TMPDIR' }, log);
  try {
    return await answer(commandContext(assembly.clock.now() + DEADLINE_MS, log), engine, question);
  } finally {
    await engine.stop();
  }
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom forecast --help.',
    });
  }
}

/** Reads all options, so that a wrong one is told before anything is started. */
function toQuestion(options: Options, atMs: number): Question {
  const settings = sourceSettings(options.url);
  const range: TimeRange = { fromMs: atMs - readDuration('range', options.range ?? '7d'), toMs: atMs };
  if (options.expr === undefined) {
    throw new HeadroomError('invalid_argument', '--expr is missing.', {
      field: 'expr',
      remedy: 'Pass the signal as a PromQL expression.',
    });
  }
  try {
    const fields = queryFields(options);
    const query = parseFields(forecastQuerySchema, { ...fields, queryType: 'forecast' });
    const within = options.within ?? formatDuration(Math.min(query.horizon, DEFAULT_WITHIN_MS));
    const breachQuery = parseFields(breachQuerySchema, { ...fields, within, queryType: 'breach' });
    return { settings, range, query, breachQuery: options.capacity === undefined ? undefined : breachQuery };
  } catch (thrown) {
    throw namingOption(thrown);
  }
}

async function answer(ctx: Context, engine: Engine, question: Question): Promise<Answer> {
  const { settings, range, query, breachQuery } = question;
  const source = engine.openSource(ctx.org, ctx.source, settings);
  const forecast = forecastToJson(await runForecastQuery(ctx, source, engine.forecast, query, range));
  if (breachQuery === undefined) {
    return { forecast };
  }
  return {
    forecast,
    breach: breachToJson(await runBreachQuery(ctx, source, engine.forecast, breachQuery, range)),
  };
}

/** An error about a field of the contract in the words of the command line. */
function namingOption(thrown: unknown): unknown {
  if (!(thrown instanceof HeadroomError) || thrown.field === undefined || thrown.culprit !== 'user') {
    return thrown;
  }
  const { code, field, remedy, cause } = thrown;
  const option = `--${OPTION_OF[field] ?? field}`;
  if (thrown.sentence.includes(option)) {
    return thrown;
  }
  const named = thrown.message.replace(`The field "${field}"`, option);
  const message = named.includes(option) ? named : `${option}: ${named}`;
  return new HeadroomError(code, message, { field, cause, ...(remedy === undefined ? {} : { remedy }) });
}

/** The query fields that were given; names of options are those of the contract but for `window` and the bounds. */
function queryFields(options: Options): Record<string, unknown> {
  const { expr, capacity, direction, horizon, step, window, aggregate, lower, upper, model } = options;
  const given = {
    expr,
    capacity,
    direction,
    horizon,
    step,
    trainingWindow: window,
    aggregate,
    model,
    lowerBound: readNumber('lower', lower),
    upperBound: readNumber('upper', upper),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function sourceSettings(url: string | undefined): SourceSettings {
  const parsed = url === undefined ? null : URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new HeadroomError('invalid_argument', 'The address of the Prometheus server is missing or wrong.', {
      field: 'url',
      remedy: 'Pass it like --url http://localhost:9090.',
    });
  }
  return {
    kind: 'direct',
    baseUrl: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`,
    auth:
      parsed.username === ''
        ? { kind: 'none' }
        : { kind: 'basic', user: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) },
    headers: {},
    tls: { skipVerify: false },
    limits: sourceLimitsSchema.parse({}),
  };
}

function readNumber(field: string, text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : Number(text);
  if (text?.trim() === '' || Number.isNaN(value)) {
    throw new HeadroomError('invalid_argument', `--${field}: "${text}" is not a number.`, {
      field,
      remedy: 'Write it like 0 or 100.',
    });
  }
  return value;
}

function readDuration(field: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds <= 0) {
    throw new HeadroomError('invalid_argument', `--${field}: "${text}" is not a duration.`, {
      field,
      remedy: 'Write it as in Prometheus, such as 12h or 7d.',
    });
  }
  return milliseconds;
}

function readTime(text: string | undefined, nowMs: number): number {
  if (text === undefined) {
    return nowMs;
  }
  const seconds = Number(text);
  const atMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text);
  if (text.trim() === '' || !(atMs > 0 && atMs <= MAX_DATE_MS)) {
    throw new HeadroomError('invalid_argument', `--at: "${text}" is not a time.`, {
      field: 'at',
      remedy: 'Write 2026-01-31T12:00:00Z or Unix seconds.',
    });
  }
  return Math.round(atMs);
}

function readForm(text = 'table'): Form {
  const known = FORMS.find((form) => form === text);
  if (known === undefined) {
    throw new HeadroomError('invalid_argument', `--output: there is no form "${text}".`, {
      field: 'output',
      remedy: `Choose ${FORMS.join(', ')}.`,
    });
  }
  return known;
}

function print(answer: Answer, form: Form): void {
  switch (form) {
    case 'json':
      console.log(JSON.stringify(answer));
      break;
    case 'yaml':
      console.log(toYaml(answer));
      break;
    case 'table':
      console.log(answer.breach === undefined ? forecastTable(answer.forecast) : breachTable(answer.breach));
  }
}

function commandContext(deadlineMs: number, log: Logger): Context {
  return {
    org: '0',
    source: 'cli',
    principal: 'cli',
    role: 'Admin',
    deadlineMs,
    signal: AbortSignal.timeout(DEADLINE_MS),
    traceId: randomBytes(16).toString('hex'),
    log,
  };
}
