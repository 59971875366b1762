import openapi from '../../pkg/backend/http/openapi.json' with { type: 'json' };
import { type JsonSchema, problemsBySchema } from './json-schema.ts';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Json } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

const PATHS = openapi.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const COMPONENTS = openapi.components.schemas as unknown as Readonly<Record<string, Json>>;

/** The routes of the document, as the router writes them. */
export function documentedRoutes(): readonly string[] {
  return Object.entries(PATHS).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
  );
}

/** What the document has against an answer of the engine, a line each; empty: nothing. */
export function problemsOfAnswer(
  method: string,
  path: string,
  { status, type, body }: { readonly status: number; readonly type: string; readonly body: string }
): string {
  const operation = operationOf(method, path);
  const response = operation?.responses[String(status)];
  if (response === undefined) {
    return `The document knows no ${status} of ${method} ${path}.`;
  }
  if (response.content === undefined || body === '') {
    return response.content === undefined && body === '' ? '' : `${method} ${path} is documented with another body.`;
  }
  const media = response.content[type.split(';')[0] ?? ''];
  if (media === undefined) {
    return `The document knows no ${type} of ${method} ${path}.`;
  }
  return type.startsWith('application/json') ? problemsBySchema(strict(media.schema), JSON.parse(body)) : '';
}

/** What the document has against the body of a request. */
export function problemsOfRequest(method: string, path: string, body: unknown): string {
  const schema = operationOf(method, path)?.requestBody?.content['application/json'].schema;
  return schema === undefined ? `${method} ${path} has no documented body.` : problemsBySchema(schema, body);
}

function operationOf(method: string, path: string): Operation | undefined {
  const bare = path.split('?')[0] ?? '';
  const found = Object.entries(PATHS)
    .filter(([template]) => new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(bare))
    .map(([, operations]) => operations[method.toLowerCase()]);
  return found.find((operation) => operation !== undefined);
}

/** With components in their places; fields that are not documented are wrong. */
function strict(schema: unknown): JsonSchema {
  if (Array.isArray(schema)) {
    return schema.map(strict) as unknown as JsonSchema;
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema as JsonSchema;
  }
  const { $ref, ...rest } = schema as Json;
  if (typeof $ref === 'string') {
    return strict(COMPONENTS[$ref.split('/').at(-1) ?? '']);
  }
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strict(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}
