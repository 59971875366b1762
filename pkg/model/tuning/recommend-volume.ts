import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/types.ts';
import { missingFraction, observedRange } from '../series/gaps.ts';
import { regularise } from '../series/regularise.ts';
import { timeAt, type RegularSeries } from '../series/regular-series.ts';
import { GIB, roundUpTo, setAmount, spoken } from './amounts.ts';
import { costChange, monthlyCost, type PriceBook } from './cost.ts';
import { priorityOf, volumeWorth } from './rank.ts';
import type { Change, Evidence, Finding, Outcome, ReasonPart, Recommendation, Volume } from './types.ts';

/** How volumes are sized. */
export interface VolumeOptions {
  readonly prices: PriceBook;
  /** How far ahead a volume has to suffice. */
  readonly horizonDays: number;
  readonly model: string;
}

const HOUR_MS = 3_600_000;
const LEVEL = 80;
/** Share of a volume that may be used: file systems slow down and databases need room to tidy up. */
const FILL = 0.85;
/** Fuller than that it has to grow; between the two it is left as it is. */
const FULL = 0.9;
/** Nothing is expected to grow beyond this many times of what was used so far. */
const MOST_GROWTH = 3;
const LEAST_HOURS = 24;

/**
 * Advice for the size of every volume, changes first: large enough that the upper edge of the 80 % band of its use over
 * the horizon fills no more than 85%. Volumes only grow, as Kubernetes cannot shrink them. The size follows from the
 * history alone: applied once, there is nothing more to do. Negative samples count as gaps. Needs 24 hours.
 */
export function recommendVolume(volume: Volume, options: VolumeOptions): Recommendation {
  const usage = hourly(volume.usage);
  const range = observedRange(usage.values);
  const known = usage.values.length * (1 - missingFraction(usage.values));
  if (range === undefined || known < LEAST_HOURS) {
    const outcome = range === undefined ? 'no data' : 'not enough data';
    return unjudged(volume, options.prices, outcome, Math.round(known));
  }
  const most = usage.values.reduce((a, b) => (b > a ? b : a), 0);
  const predicted = forecast({
    series: usage,
    horizon: Math.round((options.horizonDays * 24 * HOUR_MS) / usage.stepMs),
    levels: [LEVEL],
    bounds: { lower: 0, upper: MOST_GROWTH * most },
    model: options.model,
    seed: 1,
  });
  return predicted.kind === 'forecast'
    ? judged(volume, options, usage, most, predicted)
    : unjudged(volume, options.prices, predicted.kind === 'no-data' ? 'no data' : 'not enough data', Math.round(known));
}

function judged(
  volume: Volume,
  { prices, horizonDays }: VolumeOptions,
  usage: RegularSeries,
  most: number,
  predicted: Forecast
): Recommendation {
  const high = predicted.bands[0]!.upper.reduce((a, b) => Math.max(a, b), most);
  const needed = roundUpTo(high / FILL, GIB);
  const capacity = setAmount(volume.capacityBytes);
  const grows = high > FULL * (capacity ?? 0);
  const fills = high > (capacity ?? Infinity);
  const changes = grows ? [growth(capacity, needed)] : [];
  const after = grows ? needed : capacity;
  const cost = costChange(prices.currency, priceOf(prices, capacity), priceOf(prices, after));
  const confidence = confidenceOf(usage);
  const effort = effortOf(volume);
  return {
    ...common(volume),
    ...(grows ? GROWS : STAYS),
    changes,
    reason: reasonOf(volume, { high, needed, grows, horizonDays, predicted }),
    findings: fills ? ['filling'] : [],
    evidence: evidenceOf(usage, most, predicted, high),
    bounds: { lower: high / FULL, upper: needed },
    lacking: effort === 'medium' ? ['It is not known whether its storage class lets it grow.'] : [],
    replays: [],
    cost,
    confidence,
    effort,
    risk: effort === 'high' ? 'high' : 'low',
    severity: severityOf(grows, capacity, predicted),
    priority: grows ? priorityOf(cost, volumeWorth(fills ? 1 : 0.2), confidence, effort) : 0,
  };
}

const GROWS = { outcome: 'change', purpose: 'reliability' } as const;
const STAYS = { outcome: 'no change', purpose: 'none' } as const;

/** Within [0, 1): half at two days of history. */
function confidenceOf({ values, stepMs }: RegularSeries): number {
  const days = (values.length * stepMs) / (24 * HOUR_MS);
  return days / (days + 2);
}

function growth(before: number | undefined, after: number): Change {
  return { field: 'storage request', ...(before === undefined ? {} : { before }), after };
}

function effortOf({ expandable }: Volume): Recommendation['effort'] {
  return expandable === undefined ? 'medium' : expandable ? 'low' : 'high';
}

interface Sizing {
  readonly high: number;
  readonly needed: number;
  readonly grows: boolean;
  readonly horizonDays: number;
  readonly predicted: Forecast;
}

function reasonOf(volume: Volume, { high, needed, grows, horizonDays, predicted }: Sizing): ReasonPart[] {
  const size = setAmount(volume.capacityBytes);
  const now = size === undefined ? 'unknown' : spoken('storage', size);
  const first = grows
    ? `The volume is likely too small: ${now} → ${spoken('storage', needed)}.`
    : `The volume is large enough for the next ${horizonDays} days.`;
  return [
    { step: 'headline', sentence: first },
    {
      step: 'forecast peak',
      sentence: `Its use is predicted to stay below ${spoken('storage', high)} for ${horizonDays} days with 90% probability, and should fill no more than ${100 * FILL}%.`,
      request: needed,
    },
    { step: 'model', sentence: `Forecast by ${predicted.trust.model}.` },
    ...(grows && volume.expandable === false
      ? [
          {
            step: 'storage class',
            sentence: 'Its storage class does not let it grow: it needs a new volume and a copy.',
          },
        ]
      : []),
    ...(!grows && size !== undefined && size > 4 * needed
      ? [{ step: 'over-sized', sentence: `${spoken('storage', needed)} would do, but a volume cannot shrink.` }]
      : []),
  ];
}

function evidenceOf(usage: RegularSeries, most: number, predicted: Forecast, high: number): Evidence[] {
  const range = observedRange(usage.values)!;
  const days = ((range.last - range.first) * usage.stepMs) / (24 * HOUR_MS);
  const now = usage.values[range.last]!;
  const ahead = (predicted.mean.length * predicted.stepMs) / (24 * HOUR_MS);
  return [
    { label: 'Used now', value: now, unit: 'bytes' },
    { label: 'Largest use', value: most, unit: 'bytes' },
    { label: 'Growth so far', value: (now - usage.values[range.first]!) / days, unit: 'bytes a day' },
    { label: 'Predicted growth', value: (predicted.mean.at(-1)! - now) / ahead, unit: 'bytes a day' },
    { label: 'Predicted peak, upper edge of the 80% band', value: high, unit: 'bytes' },
    { label: 'History', value: days, unit: 'days' },
  ];
}

/** Full within a third of the horizon as expected: critical; at all likely within it: warning. */
function severityOf(
  grows: boolean,
  capacity: number | undefined,
  { mean, bands }: Forecast
): Recommendation['severity'] {
  if (!grows || capacity === undefined) {
    return 'info';
  }
  const soon = mean.subarray(0, Math.ceil(mean.length / 3));
  if (soon.some((value) => value >= capacity)) {
    return 'critical';
  }
  return bands[0]!.upper.some((value) => value >= capacity) ? 'warning' : 'info';
}

/** At most a value an hour, which is plenty for weeks ahead. */
function hourly(series: RegularSeries): RegularSeries {
  const values = series.values.map((value) => (value >= 0 && value < Infinity ? value : NaN));
  const clean = { ...series, values };
  if (series.stepMs >= HOUR_MS || values.length === 0) {
    return clean;
  }
  const timesMs = Float64Array.from(values, (_, i) => timeAt(clean, i));
  const startMs = Math.ceil(series.startMs / HOUR_MS) * HOUR_MS;
  const endMs = Math.max(startMs, Math.floor(timeAt(clean, values.length - 1) / HOUR_MS) * HOUR_MS);
  return regularise({ timesMs, values }, { startMs, endMs, stepMs: HOUR_MS }, 'max');
}

function priceOf(prices: PriceBook, bytes: number | undefined): number {
  return monthlyCost(prices, 'storage', bytes, 1);
}

function common({ cluster, namespace, kind, name }: Volume): Pick<Recommendation, 'id' | 'target'> {
  return {
    id: [cluster, namespace, kind, name, '', 'storage'].join('/'),
    target: { cluster, namespace, kind, name, resource: 'storage', replicas: 1 },
  };
}

function unjudged(volume: Volume, prices: PriceBook, outcome: Outcome, hours: number): Recommendation {
  const price = priceOf(prices, setAmount(volume.capacityBytes));
  const findings: Finding[] = [];
  const sentence =
    outcome === 'no data'
      ? 'There are no samples of its use.'
      : `There are ${hours} hours of its use; advice needs ${LEAST_HOURS}.`;
  return {
    ...common(volume),
    outcome,
    changes: [],
    purpose: 'none',
    reason: [{ step: 'data', sentence }],
    findings,
    evidence: [],
    lacking: [sentence],
    replays: [],
    cost: costChange(prices.currency, price, price),
    confidence: 0,
    effort: 'low',
    risk: 'low',
    severity: 'info',
    priority: 0,
  };
}
