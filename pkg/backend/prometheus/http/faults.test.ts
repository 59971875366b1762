import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '#contract/errors.ts';
import { freePort } from '../../../../tests/support/free-port.ts';
import { scriptedPrometheus, sendRamp } from '../../../../tests/support/scripted-prometheus.ts';
import {
  sendData,
  sendJson,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from '../../../../tests/support/scripted-server.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { contextOf, expectError } from '../../app/ports/kit.contract.ts';
import type { RangeRequest } from '../../app/ports/series-reader.ts';
import { createPrometheusReader, type PrometheusReader } from '../prometheus-reader.ts';

const MINUTE = 60_000;
const request: RangeRequest = { expr: 'up', startMs: 0, endMs: 60 * MINUTE, stepMs: MINUTE, aggregate: 'last' };
const context = contextOf('1', 'prom');
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

function readerOf(url: string, timeoutSeconds = 5): PrometheusReader {
  const clock = { now: () => Date.now() };
  const settings = settingsOf(url, { limits: { timeoutSeconds } });
  const reader = createPrometheusReader(settings, { clock, random: () => 0, maxBodyBytes: 100_000 });
  cleanups.push(() => reader.close());
  return reader;
}

async function start(
  script: Script,
  timeoutSeconds?: number
): Promise<{ server: ScriptedServer; reader: PrometheusReader }> {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return { server, reader: readerOf(server.url, timeoutSeconds) };
}

/** A server below HTTP. */
async function startRaw(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

describe('a server that is not there', () => {
  it('gets the sentence of the story', async () => {
    const port = await freePort();
    const error = await expectError(
      readerOf(`http://127.0.0.1:${port}`).readInstant(context, 'up', 0),
      'source_unreachable'
    );
    expect(error.sentence).toBe(
      `Nothing answers at 127.0.0.1:${port}. Check the URL and that the engine's machine can reach it.`
    );
  });

  it('is told by its name when no such host is known', async () => {
    const error = await expectError(readerOf('http://no-such-host.invalid').check(context), 'source_unreachable');
    expect(error.message).toContain('no-such-host.invalid:80');
  });
});

describe('a slow server', () => {
  it('is given up after the timeout of the data source', async () => {
    const { reader, server } = await start(() => undefined, 0.1);
    const error = await expectError(reader.readInstant(context, 'up', 0), 'source_timeout');
    expect(error.sentence).toContain('did not answer within 0.1 s');
    expect(error.field).toBe('limits.timeoutSeconds');
    expect(server.received).toHaveLength(1);
  });

  it('is given up when it drips, however regularly', async () => {
    const { reader } = await start(async (_, response) => {
      for (let drops = 0; drops < 200 && !response.destroyed; drops += 1) {
        response.write(' ');
        await sleep(10);
      }
    }, 0.15);
    await expectError(reader.readInstant(context, 'up', 0), 'source_timeout');
  });

  it('does not hold a caller beyond its deadline, or one that has gone', async () => {
    const { reader } = await start(() => undefined);
    const soon = { ...context, deadlineMs: Date.now() + 50 };
    await expectError(reader.readRange(soon, request), 'deadline_exceeded');
    const caller = new AbortController();
    const answer = reader.readRange({ ...context, signal: caller.signal }, request);
    setTimeout(() => caller.abort(), 20);
    await expectError(answer, 'canceled');
  });
});

describe('a server that fails', () => {
  it.each([429, 502, 503, 504])('is asked again after %d', async (status) => {
    let failures = 2;
    const healthy = scriptedPrometheus({ answer: sendRamp });
    const { reader } = await start((received, response) => {
      failures -= 1;
      return failures >= 0 ? void response.writeHead(status).end('busy') : healthy(received, response);
    });
    expect((await reader.readRange(context, request)).series).toHaveLength(1);
  });

  it.each([
    [500, 1],
    [503, 3],
    [400, 1],
    [418, 1],
  ])('with %d is asked %d times at most', async (status, times) => {
    const { reader, server } = await start((_, response) => void response.writeHead(status).end('broken\nfor good'));
    const error = await expectError(reader.readInstant(context, 'up', 0), 'source_rejected');
    expect(error.message).toContain(`(HTTP ${status}): broken for good.`);
    expect(server.received).toHaveLength(times);
  });

  it('is obeyed when it asks to wait, unless that would take too long', async () => {
    const { reader, server } = await start(
      (_, response) => void response.writeHead(429, { 'retry-after': '30' }).end()
    );
    const hurried = { ...context, deadlineMs: Date.now() + 10_000 };
    const error = await expectError(reader.readInstant(hurried, 'up', 0), 'source_rejected');
    expect(error.message).toContain('slow down');
    expect(server.received).toHaveLength(1);
  });

  it('in one part makes the other parts stop', async () => {
    const open = new Set<unknown>();
    const answer: Script = (received, response) => {
      if (received.params.get('start') === '0.000') {
        setTimeout(() => sendJson(response, { status: 'error', errorType: 'execution', error: 'expanding' }, 422), 30);
        return;
      }
      open.add(response);
      response.on('close', () => open.delete(response));
    };
    const { reader, server } = await start(scriptedPrometheus({ samplesPerEvaluation: 200_000, answer }));
    await expectError(reader.readRange(context, request), 'invalid_expression');
    await expect.poll(() => open.size).toBe(0);
    expect(server.received.length).toBeLessThan(7);
  });
});

describe('a broken connection', () => {
  it.each([
    ['before the answer', ''],
    ['within the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"status":'],
    ['within a chunked body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n{"status":\r\n'],
  ])('%s is told as such', async (_, text) => {
    let connections = 0;
    const url = await startRaw((socket) => {
      connections += 1;
      socket.once('data', () => socket.end(text));
    });
    const error = await expectError(readerOf(url).readInstant(context, 'up', 0), 'source_unreachable');
    expect(error.message).toContain('closed the connection');
    expect(connections).toBe(3);
  });

  it('is mended by asking again', async () => {
    const body = JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [0, '7'] } });
    let connections = 0;
    const url = await startRaw((socket) => {
      connections += 1;
      const whole = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      const text = connections === 1 ? whole.slice(0, -5) : whole;
      socket.once('data', () => socket.end(text));
    });
    expect(await readerOf(url).readInstant(context, 'seven', 0)).toEqual([{ labels: {}, value: 7 }]);
    expect(connections).toBe(2);
  });

  it('to something that does not speak HTTP is told as such', async () => {
    const url = await startRaw((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const error = await expectError(readerOf(url).readInstant(context, 'up', 0), 'source_malformed');
    expect(error.message).toContain('its protocol is not HTTP');
  });
});

describe('the body of an answer', () => {
  const seven = JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [0, '7'] } });
  const gzipped = { 'content-encoding': 'gzip', 'content-type': 'application/json' };

  it('may be compressed', async () => {
    const { reader, server } = await start((_, response) => void response.writeHead(200, gzipped).end(gzipSync(seven)));
    expect(await reader.readInstant(context, 'seven', 0)).toEqual([{ labels: {}, value: 7 }]);
    expect(server.received[0]?.headers['accept-encoding']).toBe('gzip');
  });

  const whole = gzipSync(' '.repeat(1_000_000));
  it.each<[string, Script, ErrorCode]>([
    ['endless', (_, response) => endless(response), 'too_large'],
    ['a compressed flood', (_, response) => void response.writeHead(200, gzipped).end(whole), 'too_large'],
    [
      'damaged by compression',
      (_, response) => void response.writeHead(200, gzipped).end('no gzip'),
      'source_malformed',
    ],
    ['cut off by compression', (_, r) => void r.writeHead(200, gzipped).end(whole.subarray(0, 40)), 'source_malformed'],
    [
      'in an unknown encoding',
      (_, r) => void r.writeHead(200, { 'content-encoding': 'br' }).end('x'),
      'source_malformed',
    ],
    ['empty', (_, response) => void response.end(), 'source_malformed'],
    ['cut JSON', (_, response) => void response.end('{"status":"success"'), 'source_malformed'],
    ['a JSON list', (_, response) => sendJson(response, []), 'source_malformed'],
    ['JSON null', (_, response) => sendJson(response, null), 'source_malformed'],
    ['without data', (_, response) => sendJson(response, { status: 'success' }), 'source_malformed'],
    ['without status', (_, response) => sendJson(response, { data: [] }), 'source_malformed'],
    ['a web page', (_, response) => void response.end('<!doctype html><p>Prometheus'), 'source_malformed'],
    ['an error with status 200', (_, r) => sendJson(r, { status: 'error', errorType: 'internal' }), 'source_rejected'],
    ['an endless error', (_, response) => endless(response.writeHead(500)), 'source_rejected'],
  ])('that is %s gets an error', async (_, script, code) => {
    const { reader } = await start(script);
    const error = await expectError(reader.readInstant(context, 'up', 0), code);
    expect(error.remedy).toBeDefined();
  });

  it.each<[string, unknown]>([
    ['a vector', { resultType: 'vector', result: [] }],
    ['samples for other times only', { resultType: 'matrix', result: [{ metric: {}, values: [[0.5, '1']] }] }],
    ['a sample that is no number', { resultType: 'matrix', result: [{ metric: {}, values: [[60, 'many']] }] }],
    ['a sample that is null', { resultType: 'matrix', result: [{ metric: {}, values: [null] }] }],
    ['a matrix of nulls', { resultType: 'matrix', result: [null] }],
  ])('with %s where a matrix was due gets an error', async (_, data) => {
    const { reader } = await start(scriptedPrometheus({ answer: (_request, response) => sendData(response, data) }));
    await expectError(reader.readRange(context, request), 'source_malformed');
  });

  it.each<[string, unknown]>([
    ['many counts', { resultType: 'vector', result: [1, 2].map((n) => ({ metric: { n: `${n}` }, value: [0, '1'] })) }],
    ['a negative count', { resultType: 'vector', result: [{ metric: {}, value: [0, '-1'] }] }],
    ['a count that is NaN', { resultType: 'vector', result: [{ metric: {}, value: [0, 'NaN'] }] }],
    ['a matrix', { resultType: 'matrix', result: [] }],
  ])('with %s where one count was due gets an error', async (_, data) => {
    const { reader } = await start((_request, response) => sendData(response, data));
    await expectError(reader.estimate(context, request), 'source_malformed');
  });
});

function endless(response: Parameters<Script>[1]): void {
  const pour = () => {
    while (!response.destroyed && response.write('x'.repeat(10_000)));
  };
  response.on('drain', pour);
  pour();
}
