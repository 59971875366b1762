import { formatDay } from '../forecast/dates.ts';
import type { ChartView } from './chart-view.ts';

/** The chart in a few sentences, for those who cannot see it. */
export function chartSummary({ input, columns, capacity, breachText }: ChartView): string {
  const { forecast, timeZone } = input;
  const { format } = input.unit;
  const latest = columns.actual.filter((value) => value !== null).at(-1);
  const end = columns.predicted.length - 1;
  const outcome = columns.predicted[end] ?? undefined;
  const endDay = formatDay(columns.times[end] ?? input.nowMs, timeZone);
  const sentences = [
    `Forecast of ${forecast.name}`,
    latest === undefined ? 'No actual values' : `Actual ${format(latest)} now`,
    outcome === undefined ? forecast.missing?.reason : `Predicted ${format(outcome)} on ${endDay}${bandText()}`,
    capacity?.label,
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
      ? ` (${band.level} %: ${format(from)} to ${format(to)})`
      : '';
  }
}
