import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';
import type { HideableFieldConfig, HideSeriesConfig } from '@grafana/schema';
import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { isBinaryUnit, type ValueUnit, valueUnit } from '../../../shared/forecast/units.ts';
import type { CapacitySource, SeriesOptions } from '../options.ts';

/** A column of numbers with what is needed to talk about it. */
export interface NamedField {
  readonly field: Field<number | null>;
  readonly name: string;
}

/** One series of the panel, wherever its forecast comes from. */
export interface PanelSeries extends NamedField {
  /** Times of the column's rows. */
  readonly times: readonly number[];
  readonly forecast: SeriesForecastJson;
  readonly breach: SeriesBreachJson | undefined;
  /** Which way hurts, where the forecast itself says so; else the panel's options do. */
  readonly direction?: 'up' | 'down' | undefined;
}

/** The column's name for people, as Grafana makes it. */
export function namedField(field: Field, frame: DataFrame, all: DataFrame[]): NamedField {
  return { field, name: getFieldDisplayName(field, frame, all) };
}

/** Whether the user has hidden a column, by an override or a click on the legend. */
export function isHidden(field: Field): boolean {
  return isHiddenFrom(field, 'viz');
}

/** Whether a column is hidden from an area of the panel. */
export function isHiddenFrom({ config }: Field, area: keyof HideSeriesConfig): boolean {
  const { hideFrom } = (config.custom ?? {}) as Partial<HideableFieldConfig>;
  return hideFrom?.[area] === true;
}

/** The first column of times. */
export function timeField({ fields }: DataFrame): Field<number> | undefined {
  return fields.find(({ type }) => type === FieldType.time);
}

/** Writes values as the column's unit, decimals and mappings say; without any of them as short numbers. */
export function unitOf({ display, config }: Field): ValueUnit {
  if (display === undefined || (config.unit === undefined && (config.mappings ?? []).length === 0)) {
    const { format, isBinary } = valueUnit('short');
    return { format: (value, decimals) => format(value, config.decimals ?? decimals), isBinary };
  }
  return {
    format: (value, decimals) => formattedValueToString(display(value, decimals)).trim(),
    isBinary: isBinaryUnit(config.unit),
  };
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
