import fc from 'fast-check';
import type { RestRequest } from './correct-requests.ts';
import { mutatedJsonText } from './mutate-json.ts';
import { oddCombination } from './odd-combinations.ts';
import { oddText } from './odd-values.ts';

/** A request as somebody or something might send it. */
export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'get',
  'FOO',
  'G T',
  '',
];
const HEADERS: readonly (readonly [string, string])[] = [
  ['Idempotency-Key', 'k'],
  ['Idempotency-Key', ''],
  ['Idempotency-Key', 'k'.repeat(1_000)],
  ['Content-Type', 'text/html'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['Accept', '\u00e9'],
  ['traceparent', '00-zz-01'],
  ['X Y', 'z'],
  ['X-Line', 'a\nb'],
  ['Host', ''],
  ['Content-Length', '5'],
  ['Transfer-Encoding', 'chunked'],
];

/** Correct requests with another method, a damaged path or query string, odd headers or a mutated body. */
export function fuzzedRequest(correct: readonly RestRequest[]): fc.Arbitrary<FuzzedRequest> {
  return fc.oneof(...correct.map(weighted)).chain((request) =>
    fc.record({
      method: mostly(request.method, fc.constantFrom(...METHODS)),
      path: fc.oneof({ weight: 4, arbitrary: fc.constant(request.path) }, mutatedPath(request.path)),
      headers: fc.oneof(
        { weight: 5, arbitrary: fc.constant([]) },
        fc.array(
          fc.oneof(fc.constantFrom(...HEADERS), fc.tuple(fc.constantFrom('Idempotency-Key', 'If-Match'), oddText)),
          { maxLength: 3 }
        )
      ),
      body: bodyOf(request),
    })
  );
}

/** Routes that answer a query at once. */
const ANSWERING = {
  '/v1/forecast': 'forecast',
  '/v1/breach': 'breach',
  '/v1/alert-preview': 'breach',
  '/v1/anomalies': 'anomaly',
  '/v1/baseline': 'baseline',
} as const;

function isAnswering(path: string): path is keyof typeof ANSWERING {
  return path in ANSWERING;
}

/** There are more ways to go wrong where fields must fit together. */
function weighted(request: RestRequest): { weight: number; arbitrary: fc.Arbitrary<RestRequest> } {
  return { weight: isAnswering(request.path) ? 6 : 1, arbitrary: fc.constant(request) };
}

function bodyOf({ path, body }: RestRequest): fc.Arbitrary<Uint8Array> {
  const mutated = mutatedBody(body);
  if (!isAnswering(path)) {
    return mutated;
  }
  const combined = oddCombination(ANSWERING[path]).map((query) =>
    Buffer.from(JSON.stringify({ ...Object(body), query }))
  );
  return fc.oneof(combined, mutated);
}

function mutatedBody(body: unknown): fc.Arbitrary<Uint8Array> {
  const text = mutatedJsonText(body === undefined ? [{}, { version: 1 }] : [body]).map((json) => Buffer.from(json));
  return fc.oneof(
    { weight: 10, arbitrary: text },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom(Buffer.alloc(0), Buffer.alloc(1_100_000, ' '), Buffer.from([0xff, 0xfe])) }
  );
}

function mutatedPath(path: string): fc.Arbitrary<string> {
  const [route = '', query = ''] = path.split('?');
  const names = ['limit', 'cursor', 'before', 'label', 'match', 'id', 'ids', 'format', '__proto__', 'constructor', ''];
  const parameter = fc
    .tuple(fc.constantFrom(...names), oddText)
    .map(([name, value]) => `${encoded(name)}=${encoded(value.slice(0, 5_000))}`);
  const parameters = fc.array(parameter, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    parameters.map((more) => `${route}?${[query, ...more].filter((one) => one !== '').join('&')}`),
    fc.nat().map((at) => path.slice(0, at % (path.length + 1))),
    fc.constantFrom(
      `${route}/`,
      `/${route}`,
      `${route}/..`,
      `${route}%2f`,
      `${route}?%`,
      `${route}?a=%zz&a&=`,
      '/v1/%c0%ae',
      ''
    ),
    oddText.map((text) => `/v1/forecasts/${encoded(text.slice(0, 3_000))}`)
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function mostly(usual: string, other: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, other);
}
