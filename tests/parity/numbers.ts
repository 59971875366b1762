import type {
  BreachResponse,
  ForecastResponse,
  SeriesBreachJson,
  SeriesForecastJson,
} from '../../pkg/contract/rest.ts';
import type { DecodedFrame } from '../support/decode-frame.ts';

/** Every number of an answer by an unambiguous name, whichever door it came through. Missing numbers are null. */
export type Numbers = ReadonlyMap<string, number | null>;

type Column = readonly (number | null)[];

/** Where two answers differ, as sentences; empty when every number is the same float64. */
export function differences(a: Numbers, b: Numbers): string[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names]
    .filter((name) => !Object.is(a.get(name), b.get(name)))
    .map((name) => `${name}: ${a.get(name)} and ${b.get(name)}`);
}

/** The numbers of a forecast from REST or the command line. */
export function forecastNumbers({ originMs, series }: ForecastResponse): Numbers {
  return new Map(series.flatMap((one) => ofSeries(one, originMs)));
}

function ofSeries({ labels, actual, predicted, capacity, stepMs }: SeriesForecastJson, originMs: number) {
  const key = keyOf(labels);
  return [
    scalar(key, 'origin', originMs),
    scalar(key, 'step', stepMs),
    scalar(key, 'capacity', capacity ?? null),
    ...column(key, 'actual', actual.startMs, stepMs, actual.values),
    ...(predicted === undefined
      ? []
      : [
          ...column(key, 'predicted', predicted.startMs, stepMs, predicted.mean),
          ...predicted.bands.flatMap(({ level, lower, upper }) => [
            ...column(key, `lower${level}`, predicted.startMs, stepMs, lower),
            ...column(key, `upper${level}`, predicted.startMs, stepMs, upper),
          ]),
          scalar(key, 'mase', predicted.trust.mase),
          scalar(key, 'gain', predicted.trust.gainOverSeasonalNaive),
        ]),
  ];
}

interface HeadroomMeta {
  readonly originMs: number;
  readonly stepMs: number;
  readonly capacity?: number;
  readonly trust?: { readonly mase: number | null; readonly gainOverSeasonalNaive: number | null };
}

/** The numbers of a forecast in the frames that a panel received. */
export function frameNumbers(frames: readonly DecodedFrame[]): Numbers {
  return new Map(frames.filter(({ fields }) => fields.length > 0).flatMap(ofFrame));
}

function ofFrame({ meta, fields }: DecodedFrame): [string, number | null][] {
  const { originMs, stepMs, capacity, trust } = (meta['custom'] as { headroom: HeadroomMeta }).headroom;
  const [time, ...values] = fields;
  const times = time?.values as readonly number[];
  const past = times.filter((ms) => ms <= originMs).length;
  const key = keyOf(withoutPart(values[0]?.labels ?? {}));
  const out = [scalar(key, 'origin', originMs), scalar(key, 'step', stepMs), scalar(key, 'capacity', capacity ?? null)];
  for (const { name, values: all } of values.filter((field) => field.name !== 'capacity')) {
    // The predicted line starts at the last actual value, so that the two join; that one is counted as actual only.
    const [from, to] = name === 'actual' ? [0, past] : [past, all.length];
    out.push(...all.slice(from, to).map((value, i) => at(key, name, times[from + i] ?? NaN, value as number | null)));
  }
  return trust === undefined
    ? out
    : [...out, scalar(key, 'mase', trust.mase), scalar(key, 'gain', trust.gainOverSeasonalNaive)];
}

/** The numbers of a breach answer from REST or the command line, as far as the table shows them. */
export function breachNumbers({ series }: BreachResponse): Numbers {
  return new Map(series.filter(({ missing }) => missing === undefined).flatMap(ofBreach));
}

function ofBreach({ labels, probability, earliestMs, latestMs, current, capacity }: SeriesBreachJson) {
  const key = keyOf(labels);
  return [
    scalar(key, 'probability', probability ?? null),
    scalar(key, 'earliest', earliestMs === null ? null : Math.round(earliestMs ?? NaN)),
    scalar(key, 'latest', latestMs === null ? null : Math.round(latestMs ?? NaN)),
    scalar(key, 'current', current ?? null),
    scalar(key, 'capacity', capacity ?? null),
  ];
}

const TABLE: Readonly<Record<string, string>> = {
  Earliest: 'earliest',
  Latest: 'latest',
  Current: 'current',
  Capacity: 'capacity',
};

/** The numbers of a breach table; `labelsOf` gives the labels of the series that a row names. */
export function tableNumbers(
  frame: DecodedFrame,
  labelsOf: (name: string) => Readonly<Record<string, string>>
): Numbers {
  const names = frame.fields.find(({ name }) => name === 'Series')?.values ?? [];
  const known = frame.fields.flatMap(({ name, values }) => {
    const part = TABLE[name] ?? (name.startsWith('Within ') ? 'probability' : undefined);
    return part === undefined ? [] : [{ part, values: values as Column }];
  });
  return new Map(
    names.flatMap((name, row) =>
      known.map(({ part, values }) => scalar(keyOf(labelsOf(String(name))), part, values[row] ?? null))
    )
  );
}

function column(key: string, part: string, startMs: number, stepMs: number, values: Column) {
  return values.map((value, i) => at(key, part, startMs + i * stepMs, value));
}

function at(key: string, part: string, timeMs: number, value: number | null): [string, number | null] {
  return [`${key} ${part} ${timeMs}`, value];
}

function scalar(key: string, part: string, value: number | null): [string, number | null] {
  return [`${key} ${part}`, value];
}

function withoutPart({ headroom: _part, ...labels }: Readonly<Record<string, string>>) {
  return labels;
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}
