import { formatDay, formatMoment } from '../forecast/dates.ts';
import type { ChartScene } from './chart-scene.ts';
import { SEVERITY_LOOKS, gravest } from '../anomaly/severity.ts';
import type { ChartView } from './chart-view.ts';
import type { Judged } from './judged.ts';

/** More series than this are counted instead of told one by one. */
const MOST_TOLD = 3;

/** All series in words: the first ones in full, the others counted. */
export function sceneSummary({ views }: ChartScene): string {
  const rest = views.length - MOST_TOLD;
  const told = views.slice(0, MOST_TOLD).map(chartSummary);
  return [...told, ...(rest > 0 ? [`And ${rest} more series.`] : [])].join(' ');
}

/** The chart in a few sentences, for those who cannot see it. */
export function chartSummary(view: ChartView): string {
  const { input, columns, capacity, breachText } = view;
  if (input.judged !== undefined) {
    return judgedSummary(view, input.judged);
  }
  const { forecast, timeZone } = input;
  const { format } = input.unit;
  const latest = columns.actual.filter((value) => value !== null).at(-1);
  const end = columns.predicted.length - 1;
  const outcome = columns.predicted[end] ?? undefined;
  const endDay = formatDay(columns.times[end] ?? input.nowMs, timeZone);
  const sentences = [
    input.caption ?? `Forecast of ${forecast.name}`,
    latest === undefined ? 'No actual values' : `Actual ${format(latest)} now`,
    outcome === undefined ? forecast.missing?.reason : `Predicted ${format(outcome)} on ${endDay}${bandText()}`,
    capacity?.label,
    ...(input.levels ?? []).map(({ label }) => label),
    breachText,
  ];
  return sentences
    .filter((sentence) => sentence !== undefined)
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ');

  function bandText(): string {
    const band = columns.bands.at(-1);
    const [from, to] = [band?.lower[end], band?.upper[end]];
    return band !== undefined && typeof from === 'number' && typeof to === 'number'
      ? ` (${band.level}%: ${format(from)} to ${format(to)})`
      : '';
  }
}

function judgedSummary({ input, columns }: ChartView, { stretches }: Judged): string {
  const { forecast, timeZone, unit } = input;
  const latest = columns.actual.filter((value) => value !== null).at(-1);
  const worst = gravest(stretches.map(({ severity }) => severity));
  const last = stretches.at(-1);
  return [
    `Anomalies of ${forecast.name}.`,
    latest === undefined ? 'No values.' : `${unit.format(latest)} at the end.`,
    forecast.missing?.reason,
    worst === undefined
      ? 'Nothing unusual.'
      : `${stretches.length} ${stretches.length === 1 ? 'anomaly' : 'anomalies'}, the worst ${SEVERITY_LOOKS[worst].label.toLowerCase()}.`,
    last && `The last began ${formatMoment(last.startMs, timeZone)}.`,
  ]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}
