import type {
  BreachResponse,
  ForecastResponse,
  JsonNumber,
  SeriesBreachJson,
  SeriesForecastJson,
} from '#contract/rest.ts';
import { minuteText, shortNumber } from './text-cells.ts';
import { textTable } from './text-table.ts';

/** The forecast as lines for a terminal: per series where it is, where it is heading, and how far to trust that. */
export function forecastTable(answer: ForecastResponse): string {
  const rows = answer.series.map(forecastRow);
  return [textTable(['SERIES', 'NOW', 'PREDICTED AT HORIZON', 'BAND', 'MODEL', 'GAIN'], rows), ...notices(answer)].join(
    '\n'
  );
}

/** The breach answer as lines for a terminal, most likely first. */
export function breachTable(answer: BreachResponse): string {
  const worstFirst = [...answer.series].sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1));
  const rows = worstFirst.map(breachRow);
  const head = ['SERIES', 'NOW', 'CAPACITY', 'PROBABILITY', 'EARLIEST', 'LIKELY', 'LATEST'];
  return [textTable(head, rows), ...notices(answer)].join('\n');
}

function forecastRow({ name, actual, missing, predicted }: SeriesForecastJson): string[] {
  const now = shortNumber(actual.values.findLast((value) => value !== null));
  if (predicted === undefined) {
    return [name, now, missing?.kind ?? '', missing?.reason ?? '', '', ''];
  }
  const { mean, bands, trust } = predicted;
  const [band] = bands;
  const range =
    band === undefined ? '' : `${shortNumber(band.lower.at(-1))} – ${shortNumber(band.upper.at(-1))} (${band.level}%)`;
  const gain = trust.gainOverSeasonalNaive === null ? 'unknown' : percent(trust.gainOverSeasonalNaive);
  return [name, now, shortNumber(mean.at(-1)), range, trust.model, gain];
}

function breachRow({
  name,
  current,
  capacity,
  missing,
  probability,
  earliestMs,
  medianMs,
  latestMs,
}: SeriesBreachJson): string[] {
  if (probability === undefined) {
    return [name, shortNumber(current), shortNumber(capacity), missing?.kind ?? '', missing?.reason ?? '', '', ''];
  }
  return [
    name,
    shortNumber(current),
    shortNumber(capacity),
    percent(probability),
    date(earliestMs),
    date(medianMs),
    date(latestMs),
  ];
}

function notices(answer: ForecastResponse | BreachResponse): string[] {
  const own = answer.series.flatMap(({ name, notices: texts }) => texts.map((text) => `${name}: ${text}`));
  return [...answer.notices, ...own].map((text) => `note: ${text}`);
}

function percent(value: number): string {
  return `${Math.round(value * 100)}%`;
}

function date(ms: JsonNumber | undefined): string {
  return ms === null || ms === undefined ? 'beyond horizon' : minuteText(ms);
}
