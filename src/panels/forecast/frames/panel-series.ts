import type { Field } from '@grafana/data';
import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import type { NamedField } from '../../../shared/panel/fields.ts';
import type { CapacitySource, SeriesOptions } from '../options.ts';

/** One series of the panel, wherever its forecast comes from. */
export interface PanelSeries extends NamedField {
  /** Times of the column's rows. */
  readonly times: readonly number[];
  readonly forecast: SeriesForecastJson;
  readonly breach: SeriesBreachJson | undefined;
  /** Which way hurts, where the forecast itself says so; else the panel's options do. */
  readonly direction?: 'up' | 'down' | undefined;
}

/** The capacity by the panel's options; `fromData` is what the frame says. */
export function capacityOf(field: Field, fromData: number | undefined, options: SeriesOptions): number | undefined {
  const sources: Record<CapacitySource, () => number | undefined> = {
    data: () => fromData,
    number: () => options.capacity,
    threshold: () => thresholdOf(field, options.breachKind === 'below'),
  };
  const capacity = sources[options.capacitySource]();
  return Number.isFinite(capacity) ? capacity : undefined;
}

/** The outermost threshold: the highest, or the lowest where falling hurts. */
function thresholdOf({ config }: Field, isLowest: boolean): number | undefined {
  const values = (config.thresholds?.steps ?? []).map(({ value }) => value).filter(Number.isFinite);
  return isLowest ? values.at(0) : values.at(-1);
}
