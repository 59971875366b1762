import * as z from 'zod';
import { type ErrorCode, HeadroomError } from '../../pkg/contract/errors.ts';
import { REQUIRED_ROLE } from '../../pkg/contract/roles.ts';
import { EXAMPLE_ID, EXAMPLES } from './examples.ts';
import { readAnswerSchemas, type Schema } from './answer-schemas.ts';
import type { RouteDoc } from './route-doc.ts';
import { ROUTE_DOCS } from './routes.ts';

const ALWAYS: readonly ErrorCode[] = ['invalid_argument', 'unauthenticated', 'permission_denied', 'internal'];
const OF_SOURCES: readonly ErrorCode[] = [
  'not_configured',
  'invalid_expression',
  'too_large',
  'source_unreachable',
  'source_unauthorized',
  'source_rejected',
  'source_malformed',
  'source_timeout',
  'source_busy',
  'overloaded',
  'deadline_exceeded',
];

const DESCRIPTION = `Forecasts, anomalies and advice of Headroom. Grafana's resource calls and the engine as a service have the same routes.
Times are Unix milliseconds, durations are texts as in Prometheus (\`30m\`, \`7d\`). Every error names the field that is
wrong and what to do about it. What a role may do at least, its weaker ones may not: Viewer, Editor, Admin.`;

/** The OpenAPI document of the engine: bodies and query strings by their own schemas, answers by their types. */
export function openApiDocument(version: string): Schema {
  const { answers, components } = readAnswerSchemas();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [route, doc] of Object.entries(ROUTE_DOCS)) {
    const [method = '', path = ''] = route.split(' ');
    const template = path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(route, path, doc, answers[route]) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Headroom',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: SERVERS,
    security: [{ bearer: [] }, { grafana: [] }],
    tags: [...new Set(Object.values(ROUTE_DOCS).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Error: ERROR, ...components },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token whose digest is among the callers of the service.',
        },
        grafana: {
          type: 'http',
          scheme: 'bearer',
          description: "A token of a service account of Grafana, or a user's session.",
        },
      },
    },
  };
}

const SERVERS = [
  {
    url: '/api/sources/{source}',
    description: 'The engine as a service',
    variables: { source: { default: 'main', description: 'Name of a configured source.' } },
  },
  {
    url: '/api/datasources/uid/{uid}/resources',
    description: 'Grafana',
    variables: { uid: { default: 'headroom', description: 'Uid of a Headroom data source.' } },
  },
];

const ERROR: Schema = {
  type: 'object',
  description: 'What is wrong, where, and what to do about it.',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'string', description: 'Name of the error, to branch on.' },
        message: { type: 'string', description: 'What is wrong, as a sentence.' },
        field: { type: 'string', description: 'The field, parameter, header or setting to change.' },
        remedy: { type: 'string', description: 'What to do about it, as a sentence.' },
      },
      required: ['code', 'message'],
    },
  },
  required: ['error'],
  examples: [
    {
      error: {
        code: 'invalid_argument',
        message: 'The field "query.horizon" is wrong: 400d is out of range.',
        field: 'query.horizon',
        remedy: 'Choose between 1m and 90d.',
      },
    },
  ],
};

function operation(route: string, path: string, doc: RouteDoc, answer: Schema | undefined): Schema {
  const { tag, summary, description, action, body } = doc;
  const { body: example, query: shown = {}, answer: given } = EXAMPLES[route as keyof typeof EXAMPLES] ?? {};
  const role = `Role: ${REQUIRED_ROLE[action]} at least.`;
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    description: description === undefined ? role : `${description} ${role}`,
    ...parametersOf(path, doc, shown),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: inputSchema(body), ...(example === undefined ? {} : { example }) },
            },
          },
        }),
    responses: { [doc.status]: success(doc, answer, given), ...failures(doc) },
  };
}

/** `POST /v1/forecasts/:id/train` is `postForecastsIdTrain`. */
function operationId(route: string): string {
  return route
    .replace('/v1', '')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

function parametersOf(
  path: string,
  { query, isRepeatable }: RouteDoc,
  shown: Readonly<Record<string, string>>
): { readonly parameters?: readonly Schema[] } {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' }, example: EXAMPLE_ID },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, field]) => {
    const schema = tidy(z.toJSONSchema(field as z.ZodType));
    const { description, title, ...rest } = schema;
    const isRequired = !(field as z.ZodType).safeParse(undefined).success;
    const example = shown[name] === undefined ? {} : { example: shown[name] };
    return { name, in: 'query', required: isRequired, description: description ?? title, schema: rest, ...example };
  });
  const parameters = [...inPath, ...inQuery, ...(isRepeatable === true ? [IDEMPOTENCY_KEY] : [])];
  return parameters.length === 0 ? {} : { parameters };
}

const IDEMPOTENCY_KEY: Schema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Name of the request, to repeat it: the same answer for 24 hours, and nothing is made twice.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  example: '9b2f6c1e-create-volumes',
};

function success({ status, query }: RouteDoc, answer: Schema | undefined, example: object | undefined): Schema {
  if (answer === undefined) {
    return { description: 'Done.' };
  }
  const isText = answer['type'] === 'string';
  const types = isText ? ['application/yaml', 'application/json', 'text/markdown'] : ['application/json'];
  const isPage = query !== undefined && 'cursor' in query.shape;
  return {
    description: status === 202 ? 'It is queued.' : status === 201 ? 'It is made.' : 'The answer.',
    ...(isPage ? { headers: { Link: LINK } } : {}),
    content: Object.fromEntries(
      types.map((type) => [
        type,
        { schema: type === 'application/json' && isText ? {} : answer, ...(example === undefined ? {} : { example }) },
      ])
    ),
  };
}

const LINK: Schema = {
  description: 'The next page, relative to the address that was asked: `<?…>; rel="next"`.',
  schema: { type: 'string' },
};

function failures({ body, isRepeatable, reads, errors = [] }: RouteDoc): Readonly<Record<string, Schema>> {
  const codes = [...ALWAYS, ...(reads === true ? OF_SOURCES : []), ...errors, ...(isRepeatable ? KEY_REUSED : [])];
  const byStatus = new Map<number, ErrorCode[]>(body === undefined ? [] : [[413, ['too_large']]]);
  for (const code of new Set(codes)) {
    const { status } = new HeadroomError(code, '');
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((name) => `\`${name}\``).join(', '),
        ...(names.some((name) => REPEATABLE.includes(name)) ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
        content,
      },
    ])
  );
}

/** Told when to come again, where that is known. */
const REPEATABLE: readonly ErrorCode[] = ['overloaded', 'source_busy'];

const RETRY_AFTER: Schema = {
  description: 'Seconds until a repetition may succeed, where that is known.',
  schema: { type: 'integer', minimum: 1 },
};

const KEY_REUSED: readonly ErrorCode[] = ['key_reused'];

function inputSchema(schema: z.ZodType): Schema {
  return tidy(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** Without what is no keyword of JSON schema; ranges of durations are told in words. */
function tidy(schema: unknown): Schema {
  return tidied(schema) as Schema;
}

function tidied(value: unknown, isProperties = false): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => tidied(one));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [
    key,
    tidied(one, key === 'properties'),
  ]);
  if (isProperties) {
    return Object.fromEntries(entries);
  }
  const { $schema: _, range, unit, ...rest } = Object.fromEntries(entries);
  const words = [rest['description'], sentence('From', range), sentence('Unit:', unit)];
  const description = words.filter((word) => typeof word === 'string').join(' ');
  return description === '' ? rest : { ...rest, description };
}

function sentence(begin: string, value: unknown): string | undefined {
  return typeof value === 'string' ? `${begin} ${value}.` : undefined;
}
