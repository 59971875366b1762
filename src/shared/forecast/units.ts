import { formattedValueToString, getValueFormat } from '@grafana/data';

/** How values of a signal are written. */
export interface ValueUnit {
  readonly format: (value: number, decimals?: number | null) => string;
  /** Multiples of 1024: ticks then lie on powers of two. */
  readonly isBinary: boolean;
}

const BINARY_UNITS = ['bytes', 'binBps'];

/** The unit of a Grafana unit id, such as `bytes` or `percentunit`. */
export function valueUnit(id: string): ValueUnit {
  const format = getValueFormat(id);
  return {
    format: (value, decimals) => formattedValueToString(format(value, decimals)).trim(),
    isBinary: isBinaryUnit(id),
  };
}

/** Cores, which Grafana has no unit for: "0.25 cores". */
export const CORES: ValueUnit = { format: (value) => `${Number(value.toPrecision(3))} cores`, isBinary: false };

/** Whether a Grafana unit counts in powers of 1024. */
export function isBinaryUnit(id: string | undefined): boolean {
  return id !== undefined && BINARY_UNITS.includes(id);
}
