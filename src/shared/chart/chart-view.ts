import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { breachDates, type BreachKind, breachSentence } from '../forecast/breach-words.ts';
import type { TimeZoneName } from '../forecast/dates.ts';
import type { ValueUnit } from '../forecast/units.ts';
import { type Columns, toColumns } from './columns.ts';
import { type Judged, judgedColumns } from './judged.ts';
import type { BreachMark } from './marks.ts';
import { valueRange } from './value-range.ts';

/** A horizontal line with a name, such as what is requested now. */
export interface ChartLevel {
  readonly value: number;
  readonly label: string;
  /** Name of a colour of the theme. */
  readonly hue: string;
  readonly isDashed: boolean;
  /** Where the label stands. */
  readonly align: 'left' | 'center' | 'right';
}

/** What a chart is made from. */
export interface ChartInput {
  readonly forecast: SeriesForecastJson;
  readonly breach?: SeriesBreachJson | undefined;
  readonly breachKind: BreachKind;
  readonly nowMs: number;
  readonly timeZone: TimeZoneName;
  readonly unit: ValueUnit;
  /** Further lines to compare with. */
  readonly levels?: readonly ChartLevel[] | undefined;
  /** What the chart shows, for those who cannot see it; a forecast when it is missing. */
  readonly caption?: string | undefined;
  /** CSS colour of the lines and bands; the usual one when it is missing. */
  readonly color?: string | undefined;
  /** What was usual for the series, and where it was not; the chart then shows no forecast. */
  readonly judged?: Judged | undefined;
  /** Tooltips do not tell of it. */
  readonly isSilent?: boolean | undefined;
}

/** Everything that is drawn, before colours and pixels. */
export interface ChartView {
  readonly input: ChartInput;
  readonly columns: Columns;
  readonly valueRange: readonly [number, number];
  readonly capacity: { readonly value: number; readonly label: string } | undefined;
  readonly breachMark: BreachMark | undefined;
  /** Chance at each column that the capacity has been reached by then; known for the future only. */
  readonly chance: (index: number) => number | undefined;
  readonly breachText: string | undefined;
}

/** Works out what to draw; pure, so that it can be tested without a canvas. */
export function toChartView(input: ChartInput): ChartView {
  const { forecast, breach, breachKind, judged } = input;
  const columns = judged === undefined ? toColumns(forecast) : judgedColumns(forecast, judged);
  const capacity = forecast.capacity ?? undefined;
  const text = breach && breachSentence(breach, breachKind, input);
  return {
    input,
    columns,
    valueRange: valueRange(
      columns,
      capacity,
      (input.levels ?? []).map(({ value }) => value)
    ),
    capacity:
      capacity === undefined ? undefined : { value: capacity, label: `Capacity ${input.unit.format(capacity)}` },
    breachMark: capacity === undefined || breach === undefined ? undefined : toBreachMark(breach, capacity, input),
    chance: (index) => chanceAt(breach, columns.times[index]),
    breachText: text,
  };
}

function toBreachMark(breach: SeriesBreachJson, capacity: number, input: ChartInput): BreachMark | undefined {
  const label = breachDates(breach, input);
  const { earliestMs, medianMs, latestMs } = breach;
  if (label === undefined || typeof earliestMs !== 'number' || breach.state !== 'likely') {
    return undefined;
  }
  return { earliestMs, medianMs: medianMs ?? undefined, latestMs: latestMs ?? undefined, capacity, label };
}

function chanceAt(breach: SeriesBreachJson | undefined, ms: number | undefined): number | undefined {
  const cumulative = breach?.cumulative;
  if (cumulative === undefined || ms === undefined) {
    return undefined;
  }
  return cumulative.values[Math.round((ms - cumulative.startMs) / cumulative.stepMs)];
}
