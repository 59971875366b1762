import { MODELS } from '#contract/query.ts';
import { givenOf, readOptions } from './option-names.ts';
import { readNumber } from './option-values.ts';

/** What `headroom forecast --help` prints. */
export const HELP = `Usage: headroom forecast --url URL --expr PROMQL [options]

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
  --lower N, --upper N   values that the signal cannot leave (lower: 0 by itself for what never was negative)
  --timezone ZONE        seasons follow the wall clock of this zone, such as Europe/Berlin (default UTC)
  --exclude FROM/TO      an incident that is no habit, RFC 3339 times or days; may stand several times
  --event NAME=FROM/TO   a holiday or a sale, past and future ones alike; may stand several times
  --model NAME           ${MODELS.slice(0, 7).join(', ')},
                         ${MODELS.slice(7).join(', ')} (default auto)
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
  timezone: { type: 'string' },
  exclude: { type: 'string', multiple: true },
  event: { type: 'string', multiple: true },
  at: { type: 'string' },
  range: { type: 'string' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The options as they were given. */
export type Options = ReturnType<typeof parseOptions>;

/** Options whose names differ from those of the contract. */
export const OPTION_OF: Readonly<Record<string, string>> = {
  lowerBound: 'lower',
  upperBound: 'upper',
  trainingWindow: 'window',
  timeZone: 'timezone',
  exclusions: 'exclude',
  events: 'event',
};

/** Splits the arguments; throws `invalid_argument` for an unknown option. */
export function parseOptions(args: readonly string[]) {
  return readOptions('forecast', args, OPTIONS);
}

/** The query fields that were given; most options have the names of the contract. */
export function queryFields(options: Options): Record<string, unknown> {
  const { expr, capacity, direction, horizon, step, window, aggregate, lower, upper, model, timezone, exclude, event } =
    options;
  return givenOf({
    expr,
    capacity,
    direction,
    horizon,
    step,
    trainingWindow: window,
    aggregate,
    model,
    timeZone: timezone,
    exclusions: exclude?.join(', '),
    events: event?.join(', '),
    lowerBound: readNumber('lower', lower),
    upperBound: readNumber('upper', upper),
  });
}
