import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EnginePlugin, type PluginAnswer, type PluginQuery, startEnginePlugin } from '../support/engine-plugin.ts';
import { type ReceivedRequest, type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts';
import { goodPrometheus } from './good-prometheus.ts';
import { damagedBytes } from './inputs/mutate-bytes.ts';
import { mutatedJsonText } from './inputs/mutate-json.ts';
import { type AnswerFaults, answerFaults } from './oracle/answer-faults.ts';
import { expectRemedy } from './oracle/verdict.ts';
import { runFuzz, RUNS, SEED } from './run-fuzz.ts';

const DAY = 86_400_000;
/** What is said of a server that takes too long. */
const TOO_LATE = /did not answer within 5 s|^Time ran out/;
const SERVER = 'Prometheus at 127\\.0\\.0\\.1:\\d+';
/** How the server answers the calls of one query. */
interface Answering {
  readonly query: number;
  /** Which of the calls is answered badly; the others are answered well. */
  readonly endpoint: 'query' | 'query_range' | 'every';
  readonly status: number;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly delayMs: number;
  /** Cuts the connection in the middle of the body. */
  readonly isCutOff: boolean;
}

const QUERIES: readonly object[] = [
  { queryType: 'forecast', trainingWindow: '7d' },
  { queryType: 'breach', capacity: 'size', trainingWindow: '7d' },
  { queryType: 'anomaly', step: '1h' },
  { queryType: 'baseline', step: '1h' },
];

describe(`answers of Prometheus, ${RUNS} inputs, HEADROOM_SEED=${SEED}`, () => {
  const nowMs = Date.now();
  const range = { fromMs: nowMs - DAY, toMs: nowMs };
  const answerings = new Map<string, Answering>();
  let server: ScriptedServer;
  let plugin: EnginePlugin;
  beforeAll(async () => {
    server = await startScriptedServer((request, response) => {
      const name = /fuzz_\d+/.exec(request.params.get('query') ?? '')?.[0] ?? '';
      const answering = answerings.get(name);
      return answering === undefined || !concerns(answering, request)
        ? goodPrometheus(request, response)
        : answerBadly(answering, response);
    });
    plugin = await startEnginePlugin();
  });
  afterAll(async () => {
    await plugin.stop();
    await server.close();
  });

  async function ask(expr: string, more: object): Promise<PluginAnswer> {
    const source = { uid: 'fuzzed', url: server.url, jsonData: { limits: { timeoutSeconds: 5, concurrency: 16 } } };
    const query: PluginQuery = { refId: 'A', ...more, expr };
    const { A } = await plugin.query(source, range, [query], { deadlineMs: 30_000 });
    return A ?? expect.fail('There is no answer.');
  }

  it('are read, mended or refused, whatever they are', async () => {
    let asked = 0;
    let tooLate = 0;
    await runFuzz({
      inputs: badAnswers(nowMs),
      together: 16,
      check: async (answering) => {
        const expr = `fuzz_${asked++}`;
        answerings.set(expr, answering);
        try {
          const answer = await ask(expr, QUERIES[answering.query] ?? {});
          tooLate += TOO_LATE.test(answer.error) ? 1 : 0;
          expectSound(answer, answering, nowMs);
        } finally {
          answerings.delete(expr);
        }
      },
      stillAnswers: async () => {
        expect(await ask(`good_${asked}`, { queryType: 'forecast' })).toMatchObject({ status: 200, error: '' });
      },
    });
    expect(plugin.isRunning()).toBe(true);
    // None of the delays is as long as the engine's patience.
    expect(tooLate, 'Answers that came too late.').toBeLessThanOrEqual(RUNS / 200);
  });
});

function expectSound({ status, error, frames }: PluginAnswer, answering: Answering, nowMs: number): void {
  const isFollowed = answering.status === 301 && answering.headers['location'] !== undefined;
  const faults = isFollowed ? ANSWERED_ELSEWHERE : faultsOf(answering, nowMs);
  if (status === 200) {
    expect(isFollowed || answering.status < 300, 'It is taken in spite of its status.').toBe(true);
    expect(faults.broken, 'It is taken in spite of these parts.').toEqual([]);
    for (const { fields } of frames) {
      expect(fields.every(({ values }) => Array.from(values as Iterable<unknown>).every(isSoundValue))).toBe(true);
    }
    return;
  }
  const reasons = reasonsToRefuse(answering, faults);
  const isTold = reasons.some((reason) => reason.status === status && reason.says.test(error));
  expect(isTold, `${status} ${error.slice(0, 600)} is none of ${reasons.map(({ says }) => says).join(', ')}`).toBe(
    true
  );
  expectRemedy(error);
}

/** A redirect leads to a path where the server of the test answers counts well, and all else without a result. */
const ANSWERED_ELSEWHERE: AnswerFaults = { broken: [], doubtful: ['data.resultType'], isLarge: false };

function faultsOf({ endpoint, status, body, headers }: Answering, nowMs: number): AnswerFaults {
  // A server that says 204 sends no body.
  const sent = status === 204 ? Buffer.alloc(0) : body;
  return answerFaults({ endpoint, body: sent, encoding: headers['content-encoding'] ?? '' }, nowMs);
}

interface Reason {
  readonly status: number;
  /** The beginning of the sentence. */
  readonly says: RegExp;
}

/** Everything that may be said against an answer; whose fault it is decides between 422 and 502 or 504. */
function reasonsToRefuse(answering: Answering, faults: AnswerFaults): Reason[] {
  const { status, isCutOff } = answering;
  const unreadable = [...faults.broken, ...faults.doubtful].map((part) => `cannot be read: ${part} `);
  const isSuccess = status >= 200 && status < 300;
  return [
    ...unreadable.map((text) => ({ status: 502, says: new RegExp(`^The answer of the source ${escaped(text)}`) })),
    ...(faults.errorType === undefined ? [] : reasonsOfError(faults.errorType, status)),
    ...(isSuccess ? [] : [{ status: 502, says: new RegExp(`^${SERVER} .*\\(HTTP ${status}\\)`, 's') }]),
    ...(status === 301 ? [{ status: 502, says: new RegExp(`^${SERVER} redirects`) }] : []),
    ...(isCutOff
      ? [{ status: 502, says: /^127\.0\.0\.1:\d+ closed the connection before its answer was complete/ }]
      : []),
    ...(faults.isLarge
      ? [{ status: 422, says: /^Field "(?:expr|capacity)": Prometheus (?:would return|returned|would load) / }]
      : []),
    ...(faults.doubtful.length + faults.broken.length > 0
      ? [{ status: 422, says: /^Field "(?:expr|capacity)": The expression is / }]
      : []),
    // On a machine with much other load, what comes late may come too late; such answers are counted.
    ...(answering.delayMs > 0 ? [{ status: 504, says: TOO_LATE }] : []),
  ];
}

function reasonsOfError(errorType: string, status: number): Reason[] {
  switch (errorType) {
    case 'bad_data':
      return [{ status: 422, says: /^Field "(?:expr|capacity)": Prometheus cannot parse the expression: / }];
    case 'execution':
      return [
        {
          status: 422,
          says: /^Field "(?:expr|capacity)": Prometheus (?:cannot evaluate the expression|refuses the query for its size): /,
        },
      ];
    case 'timeout':
      return [{ status: 504, says: new RegExp(`^${SERVER} gave the query up`) }];
    default:
      return [{ status: 502, says: new RegExp(`^${SERVER} .*\\(HTTP ${status}\\)`, 's') }];
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isSoundValue(value: unknown): boolean {
  return typeof value !== 'number' || !Math.abs(value).toString().includes('Infinity');
}

function concerns({ endpoint }: Answering, { path }: ReceivedRequest): boolean {
  return endpoint === 'every' || path.endsWith(`/${endpoint}`);
}

async function answerBadly(answering: Answering, response: ServerResponse): Promise<void> {
  const { status, body, headers, delayMs, isCutOff } = answering;
  await sleep(delayMs);
  response.writeHead(status, headers);
  if (isCutOff) {
    response.write(body.subarray(0, body.length / 2));
    setImmediate(() => response.destroy());
  } else {
    response.end(body);
  }
}

function badAnswers(nowMs: number): fc.Arbitrary<Answering> {
  const json = mutatedJsonText(correctAnswers(nowMs)).map((text) => Buffer.from(text));
  const usual = { 'content-type': 'application/json' };
  return fc.record({
    query: fc.nat(QUERIES.length - 1),
    endpoint: fc.constantFrom('query_range', 'query_range', 'query', 'every'),
    // Those that are worth another attempt cost its back-off.
    status: fc.oneof(
      { weight: 20, arbitrary: fc.constant(200) },
      fc.constantFrom(204, 301, 400, 401, 404, 405, 422, 429, 500, 503)
    ),
    body: fc.oneof(
      { weight: 8, arbitrary: json },
      { weight: 1, arbitrary: damagedBytes(json) },
      { weight: 1, arbitrary: fc.constantFrom(...NO_ANSWERS) }
    ),
    headers: fc.oneof(
      { weight: 12, arbitrary: fc.constant(usual) },
      fc.constantFrom<Record<string, string>>(
        { 'content-type': 'text/html' },
        { ...usual, 'content-encoding': 'gzip' },
        { ...usual, 'content-encoding': 'br' },
        { ...usual, date: 'yesterday' },
        { ...usual, 'retry-after': '-1' },
        { location: '/login' },
        {}
      )
    ),
    delayMs: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 1_500 })),
    isCutOff: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
}

const NO_ANSWERS: readonly Uint8Array[] = [
  Buffer.alloc(0),
  Buffer.from('<html><body>Please sign in.</body></html>'),
  Buffer.from('null'),
  Buffer.alloc(3_000_000, '['),
  Buffer.alloc(3_000_000, ' '),
  gzipSync(Buffer.alloc(3_000_000, 'x')),
];

/** Answers as Prometheus gives them, among them some that are odd in time and value. */
function correctAnswers(nowMs: number): readonly unknown[] {
  const endS = Math.floor(nowMs / 3_600_000) * 3_600;
  const times = Array.from({ length: 169 }, (_, i) => endS - (168 - i) * 3_600);
  const wave = times.map((time, i) => [time, String(50 + 10 * Math.sin(i / 4))]);
  const odd = ['NaN', '+Inf', '-Inf', '1e308', '-1e308', '5e-324', '0'];
  const success = (data: unknown) => ({ status: 'success', data });
  const matrix = (...values: unknown[]) =>
    success({ resultType: 'matrix', result: values.map((one, i) => ({ metric: { node: `n${i}` }, values: one })) });
  return [
    matrix(wave),
    matrix(wave.toReversed(), [...wave, ...wave]),
    matrix(wave.map(([time], i) => [time, odd[i % odd.length]])),
    matrix(wave.map(([time], i) => [time, i % 2 === 0 ? '1e308' : '-1e308'])),
    matrix(wave.map(([, value], i) => [i, value])),
    matrix([]),
    success({ resultType: 'vector', result: [{ metric: { node: 'a' }, value: [endS, '90'] }] }),
    success({ resultType: 'scalar', result: [endS, '7'] }),
    { status: 'error', errorType: 'bad_data', error: 'parse error' },
    { status: 'error', errorType: 'execution', error: 'query processing would load too many samples' },
    { ...success({ resultType: 'matrix', result: [] }), warnings: ['a warning'], infos: ['an info'] },
  ];
}
