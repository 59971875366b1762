import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { scriptedPrometheus, timesAsked } from '../support/scripted-prometheus.ts';
import { type ReceivedRequest, sendData, sendJson, startScriptedServer } from '../support/scripted-server.ts';

/** How a Prometheus may be broken. */
export const BREAKAGES = ['slow', 'silent', 'cut off', 'half an answer', 'noise', 'wrong types', 'errors'] as const;
export type Breakage = (typeof BREAKAGES)[number] | 'endless';

/** A Prometheus with a few pods, that breaks and mends on demand. */
export interface FaultyPrometheus {
  readonly url: string;
  /** From now on, until another call; `undefined`: well. */
  break(how: Breakage | undefined): void;
  close(): Promise<void>;
}

const PODS = ['web-1', 'web-2', 'cart-1', 'cart-2'];
const SLOW_MS = 1_500;

export async function startFaultyPrometheus(): Promise<FaultyPrometheus> {
  let broken: Breakage | undefined;
  const held = new Set<ServerResponse>();
  const well = scriptedPrometheus({ series: PODS.length, answer: answerWell });
  const server = await startScriptedServer(async (request, response) => {
    switch (broken) {
      case 'slow':
        await sleep(SLOW_MS);
        return well(request, response);
      case 'silent':
        // Nothing is ever sent, as over a connection whose other end is gone.
        held.add(response);
        return;
      case undefined:
        return well(request, response);
      default:
        return misbehave(broken, request, response);
    }
  });
  return {
    url: server.url,
    break: (how) => {
      broken = how;
    },
    close: async () => {
      held.forEach((response) => response.destroy());
      await server.close();
    },
  };
}

function misbehave(
  how: Exclude<Breakage, 'slow' | 'silent'>,
  { path }: ReceivedRequest,
  response: ServerResponse
): void {
  const resultType = path.endsWith('/query_range') ? 'matrix' : 'vector';
  switch (how) {
    case 'cut off':
      response.destroy();
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/json' });
      Readable.from(endless()).pipe(response);
      return;
    case 'half an answer':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"val');
      setImmediate(() => response.destroy());
      return;
    case 'noise':
      response.writeHead(200, { 'content-type': 'application/json' }).end('\u0000\ufffd<html>{[');
      return;
    case 'wrong types':
      sendJson(response, { status: 'success', data: { resultType, result: [{ metric: 7, values: 'x', value: [] }] } });
      return;
    case 'errors':
      sendJson(response, { status: 'error', errorType: 'internal', error: 'storage is gone' }, 500);
  }
}

const SAMPLES = '[1764000000,"1.5"],'.repeat(50_000);

function* endless(): Generator<string> {
  yield '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[';
  for (;;) {
    yield SAMPLES;
  }
}

function answerWell(request: ReceivedRequest, response: ServerResponse): void {
  const query = request.params.get('query') ?? '';
  const result = seriesOf(query);
  if (request.path.endsWith('/query_range')) {
    const times = timesAsked(request);
    sendData(response, {
      resultType: 'matrix',
      result: result.map(({ metric, at }) => ({ metric, values: times.map((ms) => [ms / 1_000, String(at(ms))]) })),
    });
    return;
  }
  const now = Date.now();
  const value = (at: (ms: number) => number): [number, string] => [now / 1_000, String(at(now))];
  sendData(response, {
    resultType: 'vector',
    result:
      query === 'time()'
        ? [{ metric: {}, value: [now / 1_000, String(now / 1_000)] }]
        : result.map(({ metric, at }) => ({ metric, value: value(at) })),
  });
}

interface Answered {
  readonly metric: Readonly<Record<string, string>>;
  readonly at: (ms: number) => number;
}

/** CPU, memory and requests of the pods; what else is asked about a cluster is not there. */
function seriesOf(query: string): Answered[] {
  const pods = (at: (index: number) => Answered['at'], more: Readonly<Record<string, string>> = {}) =>
    PODS.map((pod, i) => ({ metric: { namespace: 'shop', pod, container: 'app', ...more }, at: at(i) }));
  if (query.includes('resource_requests') || query.includes('resource_limits')) {
    return [...pods(() => () => 4, { resource: 'cpu' }), ...pods(() => () => 8 * 2 ** 30, { resource: 'memory' })];
  }
  if (query.includes('memory_working_set')) {
    return pods((i) => (ms) => 2 ** 28 * (1 + wave(ms, i)));
  }
  return query.includes('kube_') || query.includes('kubelet_') || query.includes('cfs_')
    ? []
    : pods((i) => (ms) => wave(ms, i));
}

/** Days and a little noise, the same at the same time. */
function wave(ms: number, index: number): number {
  const days = ms / 86_400_000;
  return 1 + 0.3 * Math.sin(2 * Math.PI * days + index) + 0.05 * Math.sin(ms / 7_919_000 + index);
}
