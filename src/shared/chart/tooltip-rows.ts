import { formatChance } from '../forecast/breach-words.ts';
import { formatMoment } from '../forecast/dates.ts';
import type { ChartView } from './chart-view.ts';

/** One row of the tooltip; `line` says which line of the plot it belongs to. */
export interface TooltipRow {
  readonly label: string;
  readonly value: string;
  readonly line?: 'line' | 'capacity';
}

/** The tooltip at one column: a date and at most five rows, one less when fewer bands are told. */
export function tooltipRows(
  view: ChartView,
  index: number,
  mostBands = 2
): { readonly date: string; readonly rows: TooltipRow[] } {
  const { columns, input } = view;
  const { format } = input.unit;
  const actual = columns.actual[index] ?? undefined;
  const predicted = columns.predicted[index] ?? undefined;
  const isFuture = actual === undefined && predicted !== undefined;
  const rows: Array<TooltipRow | undefined> = [
    isFuture
      ? { label: 'Predicted', value: format(predicted), line: 'line' }
      : { label: 'Actual', value: actual === undefined ? 'No data' : format(actual), line: 'line' },
    ...(isFuture ? bandRows(view, index, mostBands) : []),
    capacityRow(view, isFuture ? predicted : actual),
    isFuture ? chanceRow(view, index) : undefined,
  ];
  const date = formatMoment(columns.times[index] ?? input.nowMs, input.timeZone);
  return { date, rows: rows.filter((row) => row !== undefined) };
}

/** The narrowest bands, up to as many as can be told: more rows than that nobody reads. */
function bandRows({ columns, input }: ChartView, index: number, most: number): TooltipRow[] {
  return [...columns.bands]
    .reverse()
    .slice(0, most)
    .flatMap(({ level, lower, upper }) => {
      const [from, to] = [lower[index], upper[index]];
      return typeof from === 'number' && typeof to === 'number'
        ? [{ label: `${level} % band`, value: `${input.unit.format(from)} – ${input.unit.format(to)}` }]
        : [];
    });
}

function capacityRow({ capacity }: ChartView, value: number | undefined): TooltipRow | undefined {
  if (capacity === undefined || value === undefined || capacity.value === 0) {
    return undefined;
  }
  const used = Math.round((100 * value) / capacity.value);
  return { label: capacity.label, value: `${used} % used`, line: 'capacity' };
}

function chanceRow({ chance }: ChartView, index: number): TooltipRow | undefined {
  const probability = chance(index);
  return probability === undefined
    ? undefined
    : { label: 'Chance of reaching it by then', value: formatChance(probability) };
}
