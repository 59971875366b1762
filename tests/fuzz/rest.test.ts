import { Agent, METHODS, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineService, startEngineService } from '../support/engine-service.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts';
import { goodPrometheus } from './good-prometheus.ts';
import { correctRequests } from './inputs/correct-requests.ts';
import { damagedBytes } from './inputs/mutate-bytes.ts';
import { type FuzzedRequest, fuzzedRequest } from './inputs/mutate-request.ts';
import { restFaults } from './oracle/rest-faults.ts';
import { expectAnswerOrRefusal, type RestAnswer } from './refusals.ts';
import { runFuzz, RUNS, SEED } from './run-fuzz.ts';

const PREFIX = '/api/sources/lab';
const FRAMING = new Set(['content-length', 'transfer-encoding', 'host']);

/** A request that an HTTP client can be made to send, or bytes on a connection. */
type Input = FuzzedRequest | Uint8Array;

describe(`the REST routes, ${RUNS} inputs, HEADROOM_SEED=${SEED}`, () => {
  let prometheus: ScriptedServer;
  let service: EngineService;
  const agent = new Agent({ keepAlive: true });
  beforeAll(async () => {
    prometheus = await startScriptedServer(goodPrometheus);
    service = await startEngineService(prometheus.url);
  });
  afterAll(async () => {
    agent.destroy();
    await service.stop();
    await prometheus.close();
  });

  it('answers or refuses whatever comes, and lives on', async () => {
    await runFuzz({
      inputs: inputs(),
      check: async (input) => {
        if (input instanceof Uint8Array) {
          expectHttp(await sendBytes(service.url, input));
        } else {
          const isHead = input.method.toUpperCase() === 'HEAD';
          expectAnswerOrRefusal(await send(service.url, agent, input), isHead, restFaults(input));
        }
      },
      stillAnswers: async () => {
        const toMs = Date.now();
        const { series } = await service.forecast({ expr: 'up' }, { fromMs: toMs - 86_400_000, toMs });
        expect(series).toHaveLength(1);
      },
    });
  });
});

function inputs(): fc.Arbitrary<Input> {
  const structured = fuzzedRequest(correctRequests(Date.now()));
  const wire = structured.map(toBytes);
  return fc.oneof(
    { weight: 8, arbitrary: structured.filter(isSendable) },
    { weight: 1, arbitrary: damagedBytes(wire) },
    { weight: 1, arbitrary: wire },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 300 }) }
  );
}

/** What Node's own client sends, and its server reads to the end; all else goes over the wire as bytes. */
function isSendable({ method, path, headers }: FuzzedRequest): boolean {
  const isHarmless = ([name, value]: readonly [string, string]) =>
    /^[\w-]+$/.test(name) && /^[\x20-\x7e\x80-\xff]{0,8000}$/.test(value) && !FRAMING.has(name.toLowerCase());
  return (
    METHODS.includes(method) && method !== 'CONNECT' && /^[\x21-\x7e]{0,8000}$/.test(path) && headers.every(isHarmless)
  );
}

function toBytes({ method, path, headers, body }: FuzzedRequest): Uint8Array {
  const lines = [`${method} ${PREFIX}${path} HTTP/1.1`, 'Host: 127.0.0.1', `Content-Length: ${body.length}`];
  const head = [...lines, ...headers.map(([name, value]) => `${name}: ${value}`), 'Connection: close', '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), body.subarray(0, 10_000)]);
}

/** As every client does, once more on a new connection where the server closed a kept one in the same moment. */
async function send(base: string, agent: Agent, input: FuzzedRequest): Promise<RestAnswer> {
  try {
    return await sendOnce(base, agent, input);
  } catch (thrown) {
    if (!['ECONNRESET', 'EPIPE'].includes((thrown as NodeJS.ErrnoException).code ?? '')) {
      throw thrown;
    }
    return sendOnce(base, false, input);
  }
}

function sendOnce(
  base: string,
  agent: Agent | false,
  { method, path, headers, body }: FuzzedRequest
): Promise<RestAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...{ agent, hostname, port, method, path: `${PREFIX}${path}` },
      headers: { 'content-length': body.length, ...Object.fromEntries(headers) },
    });
    request.on('response', (response) => {
      text(response).then((said) => resolve({ status: response.statusCode ?? 0, body: said }), reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** What comes back until the other side has no more to say, a character a byte. */
function sendBytes(base: string, bytes: Uint8Array): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setEncoding('latin1').on('data', (part: string) => (said += part));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? resolve(said) : reject(error)
    );
    socket.on('close', () => resolve(said));
    socket.end(bytes);
  });
}

/** Several requests may stand in the bytes; each answer is one of ours or a refusal of the protocol. */
function expectHttp(said: string): void {
  for (const [, status] of said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) {
    expect(Number(status), said.slice(0, 500)).toBeLessThan(500);
  }
  const [head = '', body = ''] = said.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 200);
  if (status >= 400 && body !== '' && !/transfer-encoding/i.test(head)) {
    const bytes = body.slice(0, Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Infinity));
    expectAnswerOrRefusal({ status, body: Buffer.from(bytes, 'latin1').toString() }, false);
  }
}
