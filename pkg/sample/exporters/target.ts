import type { Curve, Labels, SampleSeries } from '../series.ts';

/** A scrape target: what its series have in common. */
export interface Target {
  /** Labels that Prometheus adds to each series of the target. */
  readonly labels: Labels;
  readonly isUp: (tMs: number) => boolean;
}

/** One object's life, Unix milliseconds, `untilMs` exclusive. */
export interface Life {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** An object that was there before and is there after whatever is looked at. */
export const ALWAYS: Life = { fromMs: -Infinity, untilMs: Infinity };

/** Makes series of one target and one life. */
export interface SeriesMaker {
  gauge(name: string, labels: Labels, value: Curve | number): SampleSeries;
  counter(name: string, labels: Labels, value: Curve): SampleSeries;
}

/** A series shows a value while its object lives and its target answers. */
export function seriesOf(target: Target, life: Life = ALWAYS): SeriesMaker {
  const make = (kind: SampleSeries['kind'], name: string, labels: Labels, value: Curve): SampleSeries => ({
    name,
    kind,
    labels: { ...labels, ...target.labels },
    fromMs: life.fromMs,
    untilMs: life.untilMs,
    at: (tMs) => (tMs >= life.fromMs && tMs < life.untilMs && target.isUp(tMs) ? value(tMs) : undefined),
  });
  return {
    gauge: (name, labels, value) => make('gauge', name, labels, typeof value === 'number' ? () => value : value),
    counter: (name, labels, value) => make('counter', name, labels, value),
  };
}

/** What Prometheus itself notes about a target at each scrape, failed ones included. */
export function upSeries(target: Target): SampleSeries {
  const always: Target = { labels: target.labels, isUp: () => true };
  return seriesOf(always).gauge('up', {}, (tMs) => (target.isUp(tMs) ? 1 : 0));
}

/** A curve rounded to multiples of a unit, such as 0.01 for the ticks of a kernel clock. */
export function rounded(curve: Curve, unit: number): Curve {
  const perUnit = 1 / unit;
  return unit < 1 ? (tMs) => Math.round(curve(tMs) * perUnit) / perUnit : (tMs) => Math.round(curve(tMs) / unit) * unit;
}
