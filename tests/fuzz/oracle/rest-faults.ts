import { type GivenRange, queryFaults } from './query-faults.ts';
import { REST_SCHEMAS, type RouteSchemas } from './rest-schemas.ts';
import { both, brokenFields, SOUND, type Verdict, wrong } from './verdict.ts';

/** A request as the router gets it. */
export interface RoutedRequest {
  readonly method: string;
  /** From the root, with the query string. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const MAX_BODY_BYTES = 2 ** 20;

/** What is wrong with a request of the REST routes, whichever door it came through. */
export function restFaults({ method, path, headers, body }: RoutedRequest): Verdict {
  const url = URL.parse(`http://engine${path}`);
  const route = url === null ? undefined : routeOf(method === 'HEAD' ? 'GET' : method, url.pathname);
  const isBodyless = method === 'GET' || method === 'HEAD';
  return both(
    METHODS.includes(method) ? SOUND : wrong('method'),
    headers.every(isHeader) ? SOUND : wrong('headers'),
    !isBodyless && body.length > MAX_BODY_BYTES ? wrong('body') : SOUND,
    route === undefined || url === null
      ? wrong('path')
      : both({ wrong: [], doubtful: route.own ?? [] }, parameterFaults(route, url), bodyFaults(route, body))
  );
}

function routeOf(method: string, path: string): RouteSchemas | undefined {
  const isHere = (route: string) => {
    const [routeMethod = '', routePath = ''] = route.split(' ');
    return routeMethod === method && new RegExp(`^${routePath.replace(':id', '[^/]+')}$`).test(path);
  };
  return Object.entries(REST_SCHEMAS).find(([route]) => isHere(route))?.[1];
}

function isHeader([name, value]: readonly [string, string]): boolean {
  try {
    new Headers().append(name, value);
    return true;
  } catch {
    return false;
  }
}

function parameterFaults({ query }: RouteSchemas, { searchParams }: URL): Verdict {
  if (query === undefined) {
    return SOUND;
  }
  // Of a parameter that comes twice the first one counts; one without a name counts for nothing.
  const given = Object.fromEntries([...searchParams].filter(([name]) => name !== '').toReversed());
  return wrong(...brokenFields(query, given, 'request'));
}

function bodyFaults({ body: schema, answers }: RouteSchemas, bytes: Uint8Array): Verdict {
  if (schema === undefined) {
    return SOUND;
  }
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return wrong('body');
  }
  const broken = brokenFields(schema, given, 'body');
  if (broken.length > 0) {
    return wrong(...broken);
  }
  return answers === undefined ? storedFaults(schema.parse(given), given) : answeredFaults(given as Asked, answers);
}

type QueryType = NonNullable<RouteSchemas['answers']>;

/** A body of a route with a query. */
interface Asked {
  readonly query: object;
  readonly range?: GivenRange;
}

/** Any range will do where the route takes none. */
const SOME_RANGE: GivenRange = { fromMs: 1, toMs: 2 };

/** A query that is answered at once: its fields must fit together. */
function answeredFaults({ query, range = SOME_RANGE }: Asked, queryType: QueryType): Verdict {
  const { wrong: fields, doubtful } = queryFaults(JSON.stringify({ ...query, queryType }), range);
  const inBody = (field: string) => (field === 'range' ? field : `query.${field}`);
  return { wrong: fields.map(inBody), doubtful: doubtful.map(inBody) };
}

/** A query that is kept: fields that do not fit together are found by some routes at once, by others when it is used. */
function storedFaults(read: unknown, given: unknown): Verdict {
  const { query: type } = read as { query?: { queryType?: QueryType } };
  const { query } = given as Partial<Asked>;
  if (query === undefined) {
    return SOUND;
  }
  const types: readonly QueryType[] =
    type?.queryType === undefined ? ['forecast', 'breach', 'anomaly', 'baseline'] : [type.queryType];
  const faults = types.map((queryType) => queryFaults(JSON.stringify({ ...query, queryType }), SOME_RANGE));
  const { wrong: fields, doubtful } = both(...faults);
  return { wrong: [], doubtful: [...fields, ...doubtful] };
}
