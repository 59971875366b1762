import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import type { ForecastAnswer } from '../api/forecast-api.ts';

/** One series with its forecast and, where there is a capacity, its breach. */
export interface Outlook {
  readonly name: string;
  readonly forecast: SeriesForecastJson;
  readonly breach: SeriesBreachJson | undefined;
}

/** Lower is worse. */
const RANKS = { already: 0, likely: 1, unlikely: 2 } as const;
const NO_ANSWER = 3;

/** All series of an answer, the most pressing first; without a capacity in the order of the engine. */
export function toOutlooks({ forecast, breach }: ForecastAnswer): Outlook[] {
  const breaches = new Map(breach?.series.map((series) => [series.name, series]));
  return forecast.series
    .map((series) => ({ name: series.name, forecast: series, breach: breaches.get(series.name) }))
    .sort(byUrgency);
}

/** The series that is to be shown: the one of that name, else the worst. */
export function chosenOutlook(outlooks: readonly Outlook[], name: string): Outlook | undefined {
  return outlooks.find((outlook) => outlook.name === name) ?? outlooks[0];
}

/** What there is to say about the answer and one of its series, each sentence once. */
export function noticesOf({ forecast, breach }: ForecastAnswer, outlook: Outlook | undefined): string[] {
  const sentences = [
    ...reasonOf(outlook?.forecast),
    ...forecast.notices,
    ...(breach?.notices ?? []),
    ...(outlook?.forecast.notices ?? []),
    ...(outlook?.breach?.notices ?? []),
  ];
  return [...new Set(sentences)];
}

/** Why there is no prediction beside the history; a chart without any line says so itself. */
function reasonOf(series: SeriesForecastJson | undefined): string[] {
  const hasHistory = series?.actual.values.some((value) => value !== null) ?? false;
  return hasHistory && series?.missing !== undefined ? [series.missing.reason] : [];
}

function byUrgency(a: Outlook, b: Outlook): number {
  return (
    rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || (b.breach?.probability ?? 0) - (a.breach?.probability ?? 0) || 0
  );
}

function rankOf({ breach }: Outlook): number {
  return breach?.state === undefined ? NO_ANSWER : RANKS[breach.state];
}

/** A finite stand-in for "beyond the horizon", so that differences stay numbers. */
function timeOf({ breach }: Outlook): number {
  return breach?.state === 'likely' ? (breach.medianMs ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER;
}
