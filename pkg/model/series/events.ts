import { overlappedIndices, type IndexRange, type Interval } from './exclusions.ts';
import { fillGaps, observedRange } from './gaps.ts';
import type { RegularSeries } from './regular-series.ts';

/** Something the calendar knows: a public holiday, a sale, a monthly batch. Occurrences of one name are alike. */
export interface CalendarEvent extends Interval {
  readonly name: string;
}

/** A series without its events, and what the events to come will add. */
export interface EventEffects {
  /** The series as it would have been without events: nothing there for a season to learn. */
  readonly series: RegularSeries;
  /** 1 where a value of the series is the usual one in the place of an event's. */
  readonly invented: Uint8Array;
  /** What events add to each of the next `horizon` steps, in the unit of the series; 0 where there is none. */
  effect(horizon: number): Float64Array;
}

/** Occurrences that the shrinking counts for nothing: one occurrence is believed by half, two by two thirds. */
const DOUBT = 1;

/**
 * Takes the events out of a series and remembers their mean effect by the step since their start, shrunk towards none
 * where few occurrences are known. The usual course of an event's time is bridged from the season before it; an event in
 * the first season has none: it becomes a gap. A model is fitted to what is left, and the effect is added to its
 * forecast. Where events overlap the first in the list counts. NaN stay NaN. O(n + steps of events).
 *
 * @param season length in steps of the season that bridges an event, such as that of a week; 1: straight lines
 */
export function separateEvents(series: RegularSeries, events: readonly CalendarEvent[], season: number): EventEffects {
  const { values } = series;
  const masked = values.slice();
  const past = events.map((event) => ({ event, range: overlappedIndices(series, event, values.length) }));
  for (const { range } of past) {
    masked.fill(NaN, range.from, range.to);
  }
  const usual = bridge(masked, season);
  const learned = new Map<string, Learned>();
  const taken = new Uint8Array(values.length);
  for (const { event, range } of past) {
    const known = learned.get(event.name) ?? { sums: [], counts: [] };
    learned.set(event.name, known);
    learn(known, values, usual, range, taken, firstIndex(series, event));
  }
  const invented = taken.map((one, i) => (one === 1 && !Number.isNaN(values[i]) ? 1 : 0));
  return {
    series: { ...series, values: values.map((value, i) => (invented[i] === 1 ? usual[i]! : value)) },
    invented,
    effect: (horizon) => futureEffect(series, events, learned, horizon),
  };
}

/** Fills gaps from the season before; at the end, where an event still goes on, too. NaN in the first season. */
function bridge(masked: Float64Array, season: number): Float64Array {
  const usual = fillGaps(masked, season, 0);
  const { first, last } = observedRange(masked) ?? { first: masked.length, last: masked.length };
  usual.fill(NaN, 0, season > 1 ? first + season + 1 : first);
  for (let i = last + 1; i < masked.length; i++) {
    usual[i] = usual[i - season] ?? usual[last]!;
  }
  return usual;
}

/** Sums and counts of the deviations by step since an event's start. */
interface Learned {
  readonly sums: number[];
  readonly counts: number[];
}

function learn(
  { sums, counts }: Learned,
  values: Float64Array,
  usual: Float64Array,
  range: IndexRange,
  taken: Uint8Array,
  first: number
): void {
  for (let i = range.from; i < range.to; i++) {
    const deviation = values[i]! - usual[i]!;
    if (taken[i] === 0 && !Number.isNaN(deviation)) {
      sums[i - first] = (sums[i - first] ?? 0) + deviation;
      counts[i - first] = (counts[i - first] ?? 0) + 1;
    }
    taken[i] = 1;
  }
}

/** Index of an event's first step, which may lie before the series. */
function firstIndex({ startMs, stepMs }: RegularSeries, event: CalendarEvent): number {
  return Math.floor((event.startMs - startMs) / stepMs) + 1;
}

function futureEffect(
  series: RegularSeries,
  events: readonly CalendarEvent[],
  learned: ReadonlyMap<string, Learned>,
  horizon: number
): Float64Array {
  const count = series.values.length;
  const effect = new Float64Array(horizon);
  const taken = new Uint8Array(horizon);
  for (const event of events) {
    const { sums, counts } = learned.get(event.name)!;
    const { from, to } = overlappedIndices(series, event, count + horizon);
    const first = firstIndex(series, event);
    for (let i = Math.max(from, count); i < to; i++) {
      const known = counts[i - first] ?? 0;
      effect[i - count]! += taken[i - count] === 0 && known > 0 ? sums[i - first]! / (known + DOUBT) : 0;
      taken[i - count] = 1;
    }
  }
  return effect;
}
