import { formatChance } from '../forecast/breach-words.ts';
import { formatMoment } from '../forecast/dates.ts';
import { SEVERITY_LOOKS } from '../anomaly/severity.ts';
import type { ChartView } from './chart-view.ts';
import { stretchAt } from './judged.ts';

/** One row of the tooltip; `line` says which line of the plot it belongs to. */
export interface TooltipRow {
  readonly label: string;
  readonly value: string;
  readonly line?: 'line' | 'capacity';
}

/** What a tooltip says. */
export interface TooltipWords {
  readonly date: string;
  readonly rows: readonly TooltipRow[];
  /** A few sentences below the rows. */
  readonly note?: string | undefined;
}

/** The tooltip at one column: a date and at most five rows, one less when fewer bands are told. */
export function tooltipRows(view: ChartView, index: number, mostBands = 2): TooltipWords {
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
    ...judgedRows(view, index),
  ];
  const ms = columns.times[index] ?? input.nowMs;
  const date = formatMoment(ms, input.timeZone);
  return { date, rows: rows.filter((row) => row !== undefined), note: noteAt(view, ms) };
}

/** The narrowest bands, up to as many as can be told: more rows than that nobody reads. */
function bandRows({ columns, input }: ChartView, index: number, most: number): TooltipRow[] {
  return [...columns.bands]
    .reverse()
    .slice(0, most)
    .flatMap(({ level, lower, upper }) => {
      const [from, to] = [lower[index], upper[index]];
      return typeof from === 'number' && typeof to === 'number'
        ? [{ label: `${level}% band`, value: `${input.unit.format(from)} – ${input.unit.format(to)}` }]
        : [];
    });
}

function noteAt({ input: { judged } }: ChartView, ms: number): string | undefined {
  return judged && stretchAt(judged, ms)?.text;
}

/** What was usual, by the narrowest band, how odd the sample is, and what that makes of it. */
function judgedRows({ columns, input }: ChartView, index: number): TooltipRow[] {
  const { judged } = input;
  if (judged === undefined) {
    return [];
  }
  const band = columns.bands.at(-1);
  const [from, to, score] = [band?.lower[index], band?.upper[index], judged.score[index]];
  const severity = stretchAt(judged, columns.times[index] ?? 0)?.severity;
  const { format } = input.unit;
  return [
    ...(typeof from === 'number' && typeof to === 'number'
      ? [{ label: 'Usual', value: `${format(from)} – ${format(to)}` }]
      : []),
    ...(typeof score === 'number' ? [{ label: 'Score', value: String(Math.round(score)) }] : []),
    ...(severity === undefined ? [] : [{ label: 'Severity', value: SEVERITY_LOOKS[severity].label }]),
  ];
}

function capacityRow({ capacity }: ChartView, value: number | undefined): TooltipRow | undefined {
  if (capacity === undefined || value === undefined || capacity.value === 0) {
    return undefined;
  }
  const used = Math.round((100 * value) / capacity.value);
  return { label: capacity.label, value: `${used}% used`, line: 'capacity' };
}

function chanceRow({ chance }: ChartView, index: number): TooltipRow | undefined {
  const probability = chance(index);
  return probability === undefined
    ? undefined
    : { label: 'Chance of reaching it by then', value: formatChance(probability) };
}
