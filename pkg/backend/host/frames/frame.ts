/** One column of a frame. */
export interface FrameField {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Grafana's field config: display name, unit, thresholds, `custom` styling. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly values: FieldValues;
}

/** Values of a column. NaN in `number` and `time` columns, and `undefined` in `string` columns, become null. */
export type FieldValues =
  | { readonly type: 'time'; readonly ms: Float64Array }
  | { readonly type: 'number'; readonly numbers: Float64Array }
  | { readonly type: 'string'; readonly strings: readonly (string | undefined)[] };

/** A table with equally long columns and Grafana's metadata. */
export interface Frame {
  readonly name: string;
  readonly refId: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly fields: readonly FrameField[];
}
