import { queryFaults } from './query-faults.ts';
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

function bodyFaults({ body: schema }: RouteSchemas, bytes: Uint8Array): Verdict {
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
  return broken.length > 0 ? wrong(...broken) : signalFaults(schema.parse(given), given);
}

/** A signal whose fields do not fit together is found by some routes at once, by others when it is used. */
function signalFaults(read: unknown, given: unknown): Verdict {
  const { query: type } = read as { query?: { queryType?: string } };
  const { query, range = { fromMs: 1, toMs: 2 } } = given as {
    query?: object;
    range?: { fromMs: number; toMs: number };
  };
  if (query === undefined) {
    return SOUND;
  }
  const faults = (['forecast', 'breach', 'anomaly', 'baseline'] as const)
    .filter((queryType) => queryType === (type?.queryType ?? queryType))
    .map((queryType) => queryFaults(JSON.stringify({ ...query, queryType }), range));
  const { wrong: fields, doubtful } = both(...faults);
  return { wrong: [], doubtful: [...fields, ...doubtful] };
}
