import type { SinceTrainingJson } from '#contract/rest.ts';
import type { StoredBreachJson, StoredTrustJson } from '#contract/stored-forecast.ts';
import type { Forecast } from '#model/forecast/types.ts';
import type { SeriesBreach } from '../breach-answer.ts';
import type { SignalForecast } from '../forecast-signal.ts';

/** What the backtests of all series say in one: medians over the series. */
export function summarizeTrust(signal: SignalForecast, levels: readonly number[]): StoredTrustJson {
  const { series } = signal;
  const cards = cardsOf(signal);
  return {
    series: series.length,
    missing: series.length - cards.length,
    models: countModels(cards),
    mase: median(cards.map(({ mase }) => mase)),
    gainOverSeasonalNaive: median(cards.map(({ gainOverSeasonalNaive }) => gainOverSeasonalNaive)),
    coverage: levels.map((level) => ({ level, measured: median(cards.flatMap((card) => measuredAt(card, level))) })),
    backtestOrigins: median(cards.map(({ backtestOrigins }) => backtestOrigins)) ?? 0,
    ...sinceField(summarizeSince(cards, levels)),
  };
}

/** How the bands of most series have done since training; `undefined` before the first value. */
export function summarizeSince(
  cards: readonly Pick<Card, 'since'>[],
  levels: readonly number[]
): SinceTrainingJson | undefined {
  const known = cards.flatMap(({ since }) => (since === undefined ? [] : [since]));
  const coverage = levels.flatMap((level) => {
    const bands = known.flatMap((since) => since.coverage.filter((band) => band.level === level));
    const [measured, samples] = [median(bands.map((band) => band.measured)), median(bands.map((band) => band.samples))];
    const verdict = mostFrequent(bands.map((band) => band.verdict));
    return measured === null || samples === null ? [] : [{ level, measured, samples, verdict }];
  });
  if (coverage.length === 0) {
    return undefined;
  }
  return { sinceMs: Math.min(...known.map(({ sinceMs }) => sinceMs)), coverage };
}

function sinceField(since: SinceTrainingJson | undefined): Pick<StoredTrustJson, 'since'> {
  return since === undefined ? {} : { since };
}

type Verdict = SinceTrainingJson['coverage'][number]['verdict'];

/** What more than half of the series say. */
function mostFrequent(verdicts: readonly Verdict[]): Verdict {
  const isMost = (one: Verdict) => 2 * verdicts.filter((verdict) => verdict === one).length > verdicts.length;
  return verdicts.find(isMost) ?? 'as-promised';
}

/** The trust cards of a signal's forecasts. */
export function cardsOf({ series }: SignalForecast): readonly Card[] {
  return series.flatMap(({ outcome }) => (outcome.kind === 'forecast' ? [outcome.trust] : []));
}

type Card = Forecast['trust'];

function measuredAt({ coverage }: Card, level: number): number[] {
  return coverage.filter((band) => band.level === level).map(({ measured }) => measured);
}

function countModels(cards: readonly Card[]): StoredTrustJson['models'] {
  const counts = new Map<string, number>();
  cards.forEach(({ model }) => counts.set(model, (counts.get(model) ?? 0) + 1));
  return [...counts]
    .map(([model, count]) => ({ model, series: count }))
    .sort((a, b) => b.series - a.series || (a.model < b.model ? -1 : 1));
}

/** The lower median of what can be measured. */
function median(values: readonly number[]): number | null {
  const known = values.filter(Number.isFinite).sort((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

const RANK = { already: 2, likely: 1, unlikely: 0 } as const;

type Answered = SeriesBreach & { readonly answer: Extract<SeriesBreach['answer'], { kind: 'breach' }> };

/** How many series breach, and the one that does first. */
export function summarizeBreaches(series: readonly SeriesBreach[]): StoredBreachJson {
  const answered = series.filter((one): one is Answered => one.answer.kind === 'breach');
  const count = (state: keyof typeof RANK) => answered.filter(({ answer }) => answer.breach.state === state).length;
  const [worst] = [...answered].sort(firstToBreach);
  return {
    already: count('already'),
    likely: count('likely'),
    unlikely: count('unlikely'),
    withoutCapacity: series.filter(({ answer }) => answer.kind === 'no-capacity').length,
    ...(worst === undefined ? {} : { worst: worstToJson(worst) }),
  };
}

function firstToBreach({ answer: a }: Answered, { answer: b }: Answered): number {
  const byState = RANK[b.breach.state] - RANK[a.breach.state];
  const byTime = (a.breach.medianMs ?? Infinity) - (b.breach.medianMs ?? Infinity);
  return byState || (Number.isNaN(byTime) ? 0 : byTime) || b.probability - a.probability;
}

function worstToJson({
  name,
  labels,
  answer: { breach, probability },
}: Answered): NonNullable<StoredBreachJson['worst']> {
  const { state, earliestMs, medianMs, latestMs } = breach;
  return {
    name,
    labels,
    state,
    probability,
    earliestMs: earliestMs ?? null,
    medianMs: medianMs ?? null,
    latestMs: latestMs ?? null,
  };
}
