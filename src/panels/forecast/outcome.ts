import type { SeriesBreachJson } from '#contract/rest.ts';
import { formatDay, formatMoment } from '../../shared/forecast/dates.ts';
import type { ChartScene } from '../../shared/chart/chart-scene.ts';
import type { ChartView } from '../../shared/chart/chart-view.ts';

const DAY = 86_400_000;
const RANKS = { already: 0, likely: 1, unlikely: 2 } as const;

/** What the panel says in a sentence: the most pressing breach, else how far the forecast goes, else why there is none. */
export function outcomeSentence({ views }: ChartScene, endMs: number | undefined): string {
  const [worst] = views.filter(({ input }) => input.breach?.state !== undefined).sort(byUrgency);
  if (worst?.breachText !== undefined) {
    return views.length > 1 ? `${worst.input.forecast.name}: ${lowerFirst(worst.breachText)}` : worst.breachText;
  }
  const [first] = views;
  if (endMs !== undefined && first !== undefined) {
    const { nowMs, timeZone } = first.input;
    const isSoon = endMs - nowMs < DAY;
    return `Predicted until ${isSoon ? formatMoment(endMs, timeZone) : formatDay(endMs, timeZone)}`;
  }
  const [reason = ''] = views.flatMap(({ input }) => input.forecast.missing?.reason ?? []);
  return reason;
}

function byUrgency(a: ChartView, b: ChartView): number {
  const [left, right] = [a.input.breach, b.input.breach];
  return (
    rankOf(left) - rankOf(right) ||
    timeOf(left) - timeOf(right) ||
    (right?.probability ?? 0) - (left?.probability ?? 0) ||
    shareOf(right) - shareOf(left)
  );
}

/** How much of the capacity is used; the last thing that tells the series that will never get there apart. */
function shareOf(breach: SeriesBreachJson | undefined): number {
  const { current, capacity } = breach ?? {};
  return typeof current === 'number' && typeof capacity === 'number' && capacity > 0 ? current / capacity : 0;
}

function rankOf(breach: SeriesBreachJson | undefined): number {
  return breach?.state === undefined ? 3 : RANKS[breach.state];
}

function timeOf(breach: SeriesBreachJson | undefined): number {
  return breach?.medianMs ?? Number.MAX_SAFE_INTEGER;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
