import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';
import type { HideableFieldConfig, HideSeriesConfig } from '@grafana/schema';
import { isBinaryUnit, type ValueUnit, valueUnit } from '../forecast/units.ts';

/** A column of numbers with what is needed to talk about it. */
export interface NamedField {
  readonly field: Field<number | null>;
  readonly name: string;
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
