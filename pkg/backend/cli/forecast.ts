import { formatDuration } from '#contract/duration.ts';
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
import { HELP, OPTION_OF, type Options, parseOptions, queryFields } from './forecast-options.ts';
import { breachTable, forecastTable } from './forecast-table.ts';
import { namingOption } from './option-names.ts';
import { readDuration, readForm, readTime } from './option-values.ts';
import { printAnswer } from './print-answer.ts';
import type { CliAssembly } from './serve.ts';
import { sourceSettings } from './source-options.ts';
import { withEngine } from './with-engine.ts';

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
  try {
    const answered = await withEngine(assembly, (ctx, engine) => answer(ctx, engine, question));
    printAnswer(answered, form, tableOf);
  } catch (thrown) {
    throw namingOption(thrown, OPTION_OF);
  }
  return 0;
}

function tableOf({ forecast, breach }: Answer): string {
  return breach === undefined ? forecastTable(forecast) : breachTable(breach);
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
    throw namingOption(thrown, OPTION_OF);
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
