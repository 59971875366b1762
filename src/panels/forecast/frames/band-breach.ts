import type { BandJson, JsonNumber, SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { normalCdf, normalQuantile } from '#model/stats/normal.ts';

/**
 * The breach as far as the bands tell it, for frames that carry nothing else: a capacity counts as reached with the
 * chance that the bands give values beyond it at any step so far. Errors of the steps are taken to go together, so the
 * dates are those at which the drawn edges cross the line.
 */
export function bandBreach(forecast: SeriesForecastJson, direction: 'up' | 'down'): SeriesBreachJson | undefined {
  const { predicted, capacity, name, labels, actual, stepMs } = forecast;
  if (predicted === undefined || typeof capacity !== 'number') {
    return undefined;
  }
  const current = actual.values.filter((value) => value !== null).at(-1) ?? null;
  const sign = direction === 'up' ? 1 : -1;
  const isOver = current !== null && sign * (current - capacity) >= 0;
  const cumulative = isOver ? predicted.mean.map(() => 1) : cumulativeChance(predicted, capacity, sign);
  const timeOf = (chance: number) => crossing(cumulative, chance, predicted.startMs, stepMs);
  const probability = cumulative.at(-1) ?? 0;
  return {
    name,
    labels,
    capacity,
    current,
    state: isOver ? 'already' : probability >= 0.5 ? 'likely' : 'unlikely',
    probability,
    earliestMs: timeOf(0.1),
    medianMs: timeOf(0.5),
    latestMs: timeOf(0.9),
    cumulative: { startMs: predicted.startMs, stepMs, values: cumulative },
    notices: [],
  };
}

type Predicted = NonNullable<SeriesForecastJson['predicted']>;

function cumulativeChance({ mean, bands }: Predicted, capacity: number, sign: 1 | -1): number[] {
  const columns = quantileColumns(mean, bands);
  let reached = 0;
  return mean.map((_, step) => {
    const known = columns.flatMap(({ score, values }): Quantile[] => {
      const value = values[step];
      return typeof value === 'number' ? [{ score, value }] : [];
    });
    reached = Math.max(reached, chanceBeyond(known, capacity, sign));
    return reached;
  });
}

interface Quantile {
  /** Normal score of its probability. */
  readonly score: number;
  readonly value: number;
}

/** The edges of the bands and the middle as quantiles, ascending. */
function quantileColumns(mean: readonly JsonNumber[], bands: readonly BandJson[]) {
  return bands
    .flatMap(({ level, lower, upper }) => {
      const score = normalQuantile((100 + level) / 200);
      return [
        { score: -score, values: lower },
        { score, values: upper },
      ];
    })
    .concat({ score: 0, values: mean })
    .sort((a, b) => a.score - b.score);
}

/** Chance of a value beyond the capacity: linear between the quantiles, none or all beyond the outermost. */
function chanceBeyond(quantiles: readonly Quantile[], capacity: number, sign: 1 | -1): number {
  const beyond = (value: number) => sign * (value - capacity) >= 0;
  const ordered = sign > 0 ? quantiles : [...quantiles].reverse();
  const first = ordered.findIndex(({ value }) => beyond(value));
  const at = ordered[first];
  if (at === undefined) {
    return 0;
  }
  const before = ordered[first - 1] ?? at;
  if (before === at && at.value !== capacity) {
    return 1;
  }
  const share = at.value === before.value ? 1 : (capacity - before.value) / (at.value - before.value);
  return normalCdf(-sign * (before.score + share * (at.score - before.score)));
}

function crossing(cumulative: readonly number[], chance: number, startMs: number, stepMs: number): number | null {
  const step = cumulative.findIndex((value) => value >= chance);
  if (step < 0) {
    return null;
  }
  const before = cumulative[step - 1] ?? 0;
  const share = (chance - before) / ((cumulative[step] ?? chance) - before || 1);
  return startMs + (step - 1 + Math.min(Math.max(share, 0), 1)) * stepMs;
}
