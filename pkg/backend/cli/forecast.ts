import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify as toYaml } from 'yaml';
import { formatDuration, parseDuration } from '#contract/duration.ts';
import { engineConfigSchema } from '#contract/engine-config.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import { type BreachQuery, breachQuerySchema, type ForecastQuery, forecastQuerySchema } from '#contract/query.ts';
import type { BreachResponse, ForecastResponse, TimeRange } from '#contract/rest.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { runBreachQuery } from '../app/breach-query.ts';
import type { Context } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import { runForecastQuery } from '../app/forecast-query.ts';
import { breachToJson, forecastToJson } from '../app/wire.ts';
import { HELP, namingOption, type Options, parseOptions, queryFields } from './forecast-options.ts';
import { breachTable, forecastTable } from './forecast-table.ts';
import type { CliAssembly } from './serve.ts';
import { commandContext, sourceSettings } from './source-options.ts';

const FORMS = ['table', 'json', 'yaml'] as const;
type Form = (typeof FORMS)[number];

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
    return await answer(commandContext(assembly.clock.now(), log), engine, question);
  } finally {
    await engine.stop();
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
