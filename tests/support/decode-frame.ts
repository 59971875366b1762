import { tableFromIPC, type Vector } from 'apache-arrow';

/** A column of a frame as a panel receives it: missing values are null, times are Unix milliseconds. */
export interface DecodedField {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly values: readonly (number | string | null)[];
}

/** A data frame, whether it came as Arrow from the engine or as JSON from Grafana. */
export interface DecodedFrame {
  readonly name: string;
  readonly refId: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly fields: readonly DecodedField[];
}

/** Reads the Arrow file of a frame. */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  const table = tableFromIPC(bytes);
  const { metadata, fields } = table.schema;
  return {
    name: metadata.get('name') ?? '',
    refId: metadata.get('refId') ?? '',
    meta: jsonOf(metadata.get('meta')),
    fields: fields.map((field, i) => ({
      name: field.name,
      labels: jsonOf<Record<string, string>>(field.metadata.get('labels')),
      config: jsonOf(field.metadata.get('config')),
      values: toValues(table.getChildAt(i)),
    })),
  };
}

function jsonOf<T extends object>(text: string | undefined): T {
  return (text === undefined ? {} : JSON.parse(text)) as T;
}

function toValues(column: Vector | null): (number | string | null)[] {
  return Array.from(column ?? [], (value: unknown) => {
    if (typeof value === 'number' || typeof value === 'string') {
      return value;
    }
    return value === null ? null : Number(value);
  });
}
