import { type AnomalyQuery, anomalyQuerySchema } from '#contract/anomaly-query.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import type { TimeRange } from '#contract/rest.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { runAnomalyQuery } from '../app/anomaly/anomaly-query.ts';
import { anomaliesToJson } from '../app/anomaly/wire.ts';
import { DETECT_OPTION_OF, detectFields, type DetectOptions, HELP, parseDetectOptions } from './detect-options.ts';
import { anomalyTable } from './anomaly-table.ts';
import { namingOption } from './option-names.ts';
import { readDuration, readForm, readTime } from './option-values.ts';
import { printAnswer } from './print-answer.ts';
import type { CliAssembly } from './serve.ts';
import { sourceSettings } from './source-options.ts';
import { withEngine } from './with-engine.ts';

/** What `--exit-code` ends with when there are anomalies; 1 and 2 are failures. */
const FOUND = 3;

/** What the options ask, validated. */
interface Question {
  readonly settings: SourceSettings;
  readonly range: TimeRange;
  readonly query: AnomalyQuery;
}

/** `headroom detect`: the anomalies of a signal by the same path that panels and alert rules take. */
export async function runDetectCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  const options = parseDetectOptions(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const form = readForm(options.output);
  try {
    const { settings, range, query } = toQuestion(options, readTime(options.at, assembly.clock.now()));
    const answer = await withEngine(assembly, async (ctx, engine) => {
      const source = engine.openSource(ctx.org, ctx.source, settings);
      return anomaliesToJson(await runAnomalyQuery(ctx, source, engine.anomaly, query, range), query);
    });
    printAnswer(answer, form, (found) => anomalyTable(found, range));
    const isFound = answer.series.some(({ anomalies }) => anomalies.length > 0);
    return options['exit-code'] === true && isFound ? FOUND : 0;
  } catch (thrown) {
    throw namingOption(thrown, DETECT_OPTION_OF);
  }
}

/** Reads all options, so that a wrong one is told before anything is started. */
function toQuestion(options: DetectOptions, atMs: number): Question {
  const settings = sourceSettings(options.url);
  const range: TimeRange = { fromMs: atMs - readDuration('range', options.range ?? '1d'), toMs: atMs };
  if (options.expr === undefined) {
    throw new HeadroomError('invalid_argument', '--expr is missing.', {
      field: 'expr',
      remedy: 'Pass the signal as a PromQL expression.',
    });
  }
  const query = parseFields(anomalyQuerySchema, { ...detectFields(options), queryType: 'anomaly' });
  return { settings, range, query };
}
