import { HeadroomError } from '#contract/errors.ts';
import { DETECTORS, SEVERITIES } from '#model/anomaly/types.ts';
import { givenOf, readOptions } from './option-names.ts';
import { readNumber } from './option-values.ts';

/** What `headroom detect --help` prints. */
export const HELP = `Usage: headroom detect --url URL --expr PROMQL [options]

Reads history from a Prometheus-compatible server and prints where each series left what is usual for it, with the reason.

  --url URL                base address of the server, such as http://localhost:9090
  --expr PROMQL            the signal; wrap counters in rate()
  --range DURATION         how far back anomalies are printed (default 1d)
  --window DURATION        how much of the past tells what is usual (default 28d, less below a step of 2m)
  --step DURATION          distance of the points that are judged (default auto)
  --aggregate avg|max|min|last
  --severity NAME          the mildest that counts: ${SEVERITIES.join(', ')} (default warning)
  --false-alarms NAME=N    false alarms to expect of a series in a month at that severity or above; may stand several times
  --direction both|up|down which side of the usual value counts (default both)
  --min-deviation N        smallest distance from the usual value, in the unit of the signal
  --min-relative-deviation N   the same as a fraction of the usual value: 0.1 is 10%
  --min-duration DURATION  an anomaly counts once it has lasted so long
  --detector NAME          look with this one only; may stand several times: ${DETECTORS.slice(0, 5).join(', ')},
                           ${DETECTORS.slice(5).join(', ')}
  --timezone ZONE          habits follow the wall clock of this zone, such as Europe/Berlin (default UTC)
  --exclude FROM/TO        maintenance: no alarm then, and nothing is learned; may stand several times
  --at TIME                pretend that it is this time (RFC 3339 or Unix seconds)
  --exit-code              end with 3 when there are anomalies
  -o table|json|yaml       form of the answer (default table)

Ends with 0 when the question was answered, 1 when the server or Headroom failed, 2 when an option is wrong,
and with --exit-code with 3 when anomalies were printed.`;

const string = { type: 'string' } as const;
const several = { type: 'string', multiple: true } as const;

const OPTIONS = {
  url: string,
  expr: string,
  range: string,
  window: string,
  step: string,
  aggregate: string,
  severity: string,
  'false-alarms': several,
  direction: string,
  'min-deviation': string,
  'min-relative-deviation': string,
  'min-duration': string,
  detector: several,
  timezone: string,
  exclude: several,
  at: string,
  'exit-code': { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The options as they were given. */
export type DetectOptions = ReturnType<typeof parseDetectOptions>;

/** Options whose names differ from those of the contract. */
export const DETECT_OPTION_OF: Readonly<Record<string, string>> = {
  trainingWindow: 'window',
  threshold: 'severity',
  sensitivity: 'false-alarms',
  minDeviation: 'min-deviation',
  minRelativeDeviation: 'min-relative-deviation',
  minDuration: 'min-duration',
  detectors: 'detector',
  timeZone: 'timezone',
  exclusions: 'exclude',
};

/** Splits the arguments; throws `invalid_argument` for an unknown option. */
export function parseDetectOptions(args: readonly string[]) {
  return readOptions('detect', args, OPTIONS);
}

/** The query fields that were given. */
export function detectFields(options: DetectOptions): Record<string, unknown> {
  const { expr, step, window, aggregate, severity, direction, detector, timezone, exclude } = options;
  return givenOf({
    expr,
    step,
    aggregate,
    direction,
    trainingWindow: window,
    threshold: severity,
    sensitivity: readFalseAlarms(options['false-alarms']),
    minDeviation: readNumber('min-deviation', options['min-deviation']),
    minRelativeDeviation: readNumber('min-relative-deviation', options['min-relative-deviation']),
    minDuration: options['min-duration'],
    detectors: detector,
    timeZone: timezone,
    exclusions: exclude?.join(', '),
  });
}

function readFalseAlarms(texts: readonly string[] | undefined): Record<string, number | undefined> | undefined {
  return texts === undefined ? undefined : Object.fromEntries(texts.map(readFalseAlarm));
}

function readFalseAlarm(text: string): [string, number | undefined] {
  const [name = '', number] = text.split('=');
  if (number === undefined || !SEVERITIES.some((severity) => severity === name)) {
    throw new HeadroomError('invalid_argument', `--false-alarms: "${text}" is not a severity and a number.`, {
      field: 'sensitivity',
      remedy: `Write it like critical=0.1; the severities are ${SEVERITIES.join(', ')}.`,
    });
  }
  return [name, readNumber('false-alarms', number)];
}
