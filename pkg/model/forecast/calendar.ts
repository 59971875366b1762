import { separateEvents, type CalendarEvent, type EventEffects } from '../series/events.ts';
import { applyExclusions, overlappedIndices } from '../series/exclusions.ts';
import { missingFraction, observedRange } from '../series/gaps.ts';
import type { RegularSeries } from '../series/regular-series.ts';
import { zoneOffsetMs } from '../series/time-zone.ts';
import { byWallClock, type WallClock } from '../series/wall-clock.ts';
import type { Band, Bounds, Forecast, ForecastOutcome, ForecastRequest, Uncertainty } from './types.ts';
import type { HistoryView } from './notices.ts';

const DAY_MS = 86_400_000;

/** Whether a request says anything of the calendar; UTC alone says nothing. */
export function hasCalendar({ timeZone = 'UTC', exclusions = [], events = [] }: ForecastRequest): boolean {
  return timeZone !== 'UTC' || exclusions.length > 0 || events.length > 0;
}

/**
 * Forecasts by the calendar of a request: excluded stretches become gaps, the history is laid out by the wall clock,
 * events are taken out of it; `run` forecasts what is left; the effects of the events to come are added to mean, bands
 * and uncertainty alike, which are laid back to the steps of the request and kept within its bounds.
 *
 * @throws RangeError for an unknown time zone
 */
export function forecastByCalendar(
  request: ForecastRequest,
  run: (request: ForecastRequest, view: HistoryView) => ForecastOutcome
): ForecastOutcome {
  const { series, horizon } = request;
  const { kept, clock, events, effects } = layOut(request);
  const steps = clock.horizonFor(horizon);
  const { bounds, ...plain } = request;
  const outcome = run({ ...plain, series: effects.series, horizon: steps }, viewOf(series, clock, effects));
  const excluded = observedCount(series.values) - observedCount(kept.values);
  const notices = [...exclusionNotices(request, excluded), ...eventNotices(clock.series, events, steps)];
  if (outcome.kind !== 'forecast') {
    return { ...outcome, reason: [outcome.reason, ...notices].join(' ') };
  }
  const back = layBack(outcome, { clock, effect: effects.effect(steps), horizon, bounds });
  return {
    ...back,
    startMs: series.startMs + series.values.length * series.stepMs,
    notices: [...zoneNotice(request), ...notices, ...back.notices],
  };
}

/** A request as models see it: with what the calendar says of it already done to its history. */
export interface LaidOut {
  readonly series: RegularSeries;
  /** As in {@link HistoryView}. */
  readonly invented?: Uint8Array;
}

/**
 * The history that models see of a request, by local time where the request names a zone.
 *
 * @throws RangeError for an unknown time zone
 */
export function historyForModels(request: ForecastRequest): LaidOut {
  if (!hasCalendar(request)) {
    return { series: request.series };
  }
  const { effects } = layOut(request);
  return { series: effects.series, invented: effects.invented };
}

function layOut(request: ForecastRequest) {
  const { series, horizon, timeZone = 'UTC', exclusions = [] } = request;
  requireZone(timeZone);
  const kept = applyExclusions(series, exclusions);
  const clock = byWallClock(kept, timeZone, horizon);
  const events = localEvents(request, clock);
  return { kept, clock, events, effects: separateEvents(clock.series, events, bridgingSeason(clock.series)) };
}

function requireZone(timeZone: string): void {
  try {
    zoneOffsetMs(timeZone, 0);
  } catch {
    throw new RangeError(`timeZone: "${timeZone}" is not a name of the IANA time zone database.`);
  }
}

function localEvents({ events = [] }: ForecastRequest, clock: WallClock): CalendarEvent[] {
  return events.map(({ name, startMs, endMs }) => ({
    name,
    startMs: clock.toLocalMs(startMs),
    endMs: clock.toLocalMs(endMs),
  }));
}

/** A week where the history has two of them, else a day, else straight lines. */
function bridgingSeason({ stepMs, values }: RegularSeries): number {
  const fits = (season: number): boolean => Number.isInteger(season) && season > 1 && 2 * season <= values.length;
  return [(7 * DAY_MS) / stepMs, DAY_MS / stepMs].find(fits) ?? 1;
}

function viewOf({ values }: RegularSeries, clock: WallClock, { invented }: EventEffects): HistoryView {
  const range = observedRange(values);
  return {
    toUtcMs: (ms) => clock.toUtcMs(ms),
    missing: range === undefined ? 0 : missingFraction(values.subarray(range.first, range.last + 1)),
    invented,
  };
}

/** The way from local steps back to those of the request. */
interface WayBack {
  readonly clock: WallClock;
  /** What events add, by local step. */
  readonly effect: Float64Array;
  readonly horizon: number;
  readonly bounds: Bounds | undefined;
}

function layBack(local: Forecast, { clock, effect, horizon, bounds = {} }: WayBack): Forecast {
  const { lower = -Infinity, upper = Infinity } = bounds;
  const path = clock.toOriginal(local.mean, horizon);
  const places = Int32Array.from({ length: horizon }, (_, step) => Math.max(0, clock.ahead(step)));
  // Where a step repeats an hour of the history, that hour's events are in it already.
  const shifts = path.map((value, step) =>
    clock.ahead(step) < 0 ? value - local.mean[0]! : effect[clock.ahead(step)]!
  );
  const moved = (values: Float64Array, width: number): Float64Array =>
    Float64Array.from({ length: horizon * width }, (_, i) => {
      const step = Math.floor(i / width);
      const value = values[places[step]! * width + (i % width)]! + shifts[step]!;
      return Math.min(Math.max(value, lower), upper);
    });
  return {
    ...local,
    mean: moved(local.mean, 1),
    bands: local.bands.map((band): Band => ({ ...band, lower: moved(band.lower, 1), upper: moved(band.upper, 1) })),
    uncertainty: movedUncertainty(local.uncertainty, moved),
  };
}

function movedUncertainty(
  uncertainty: Uncertainty,
  moved: (values: Float64Array, width: number) => Float64Array
): Uncertainty {
  return { ...uncertainty, quantiles: moved(uncertainty.quantiles, uncertainty.probabilities.length) };
}

function observedCount(values: Float64Array): number {
  return values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
}

function zoneNotice({ timeZone = 'UTC' }: ForecastRequest): string[] {
  return timeZone === 'UTC' ? [] : [`Seasons follow the wall clock of ${timeZone}.`];
}

function exclusionNotices({ exclusions = [] }: ForecastRequest, excluded: number): string[] {
  if (exclusions.length === 0) {
    return [];
  }
  return [
    excluded === 0
      ? 'No sample of the training window is excluded: it holds none of the excluded stretches.'
      : `${excluded} ${excluded === 1 ? 'sample is' : 'samples are'} excluded from the training window.`,
  ];
}

function eventNotices(series: RegularSeries, events: readonly CalendarEvent[], steps: number): string[] {
  const count = series.values.length;
  const met = new Map<string, { past: number; ahead: number }>();
  for (const event of events) {
    const { from, to } = overlappedIndices(series, event, count + steps);
    const known = met.get(event.name) ?? { past: 0, ahead: 0 };
    known.past += from < Math.min(to, count) ? 1 : 0;
    known.ahead += Math.max(from, count) < to ? 1 : 0;
    met.set(event.name, known);
  }
  const known = [...met].filter(([, { past }]) => past > 0);
  const unknown = [...met].filter(([, { past, ahead }]) => past === 0 && ahead > 0).map(([name]) => name);
  const told = known.map(([name, { past, ahead }]) => `${name} (${past} past, ${ahead} ahead)`).join(', ');
  return [
    ...(told === ''
      ? []
      : [`Events are taken out of the history and their mean effect is added to the next: ${told}.`]),
    ...(unknown.length === 0
      ? []
      : [`Nothing is known of ${unknown.join(', ')}: no such event lies in the training window.`]),
    ...(met.size > 0 && told === '' && unknown.length === 0
      ? ['No event lies in the training window or the horizon.']
      : []),
  ];
}
