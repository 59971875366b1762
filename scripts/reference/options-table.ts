import * as z from 'zod';

/** What we read of a JSON schema. */
interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  /** Of durations, which are texts. */
  readonly range?: string;
  readonly unit?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

interface Row {
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  /** Of the group that it belongs to. */
  readonly groupHelp: string | undefined;
}

/**
 * A Markdown table of every option of a schema, groups flattened to dotted paths.
 *
 * @throws when an option has neither help of its own nor of its group: the schema is the only place where it is told.
 */
export function optionsTable(schema: z.ZodType): string {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const lines = rowsOf(root, '', undefined).map(line);
  return ['| Option | Values | Default | What it does |', '|---|---|---|---|', ...lines, ''].join('\n');
}

function rowsOf(group: Schema, prefix: string, groupHelp: string | undefined): Row[] {
  return Object.entries(group.properties ?? {}).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const help = schema.description ?? groupHelp;
    if (schema.properties !== undefined) {
      return rowsOf(schema, `${path}.`, help);
    }
    if (schema.items?.properties !== undefined) {
      return rowsOf(schema.items, `${path}[].`, help);
    }
    if (typeof schema.additionalProperties === 'object') {
      return rowsOf(schema.additionalProperties, `${path}.<name>.`, help);
    }
    return [{ path, schema, isRequired: group.required?.includes(name) ?? false, groupHelp }];
  });
}

function line({ path, schema, isRequired, groupHelp }: Row): string {
  const help = helpOf(schema) ?? groupHelp;
  if (help === undefined) {
    throw new Error(`The option ${path} has no help. Add .meta({ description }) to it.`);
  }
  const cells = [`\`${path}\``, valuesOf(schema), defaultOf(schema, isRequired), help];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function helpOf({ description, title, const: only }: Schema): string | undefined {
  if (description === undefined && only !== undefined) {
    return 'Always this.';
  }
  return description ?? (title === undefined ? undefined : `${title}.`);
}

function valuesOf(schema: Schema): string {
  const unit = schema.unit === undefined ? '' : ` ${schema.unit}`;
  if (schema.const !== undefined) {
    return `\`${schema.const}\``;
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => `\`${value}\``).join(', ');
  }
  if (schema.items !== undefined) {
    return `list of ${valuesOf(schema.items)}`;
  }
  if (schema.range !== undefined) {
    const auto = schema.default === 'auto' ? '`auto`, or ' : '';
    return `${auto}duration, ${schema.range}`;
  }
  return `${nameOf(schema)}${rangeOf(schema)}${unit}`;
}

function nameOf(schema: Schema): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: '`true`, `false`',
    integer: 'whole number',
  };
  return schema.format === 'uri' ? 'address' : (names[schema.type ?? ''] ?? schema.type ?? 'any');
}

function rangeOf({ minimum, maximum }: Schema): string {
  if (minimum === undefined && maximum === undefined) {
    return '';
  }
  const from = minimum?.toLocaleString('en') ?? '';
  return maximum === undefined ? ` from ${from}` : `, ${from} to ${maximum.toLocaleString('en')}`;
}

function defaultOf(schema: Schema, isRequired: boolean): string {
  if (isRequired) {
    return 'required';
  }
  return schema.default === undefined || schema.default === ''
    ? ''
    : `\`${JSON.stringify(schema.default).replace(/^"|"$/g, '')}\``;
}
