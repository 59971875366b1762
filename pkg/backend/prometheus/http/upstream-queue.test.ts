import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedServer, sendData, startScriptedServer } from '../../../../tests/support/scripted-server.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { contextOf, expectError } from '../../app/ports/kit.contract.ts';
import { createPrometheusReader, type PrometheusReader } from '../prometheus-reader.ts';

const MOST = 1_000;
const SLOTS = 2;

describe('requests to a server that is half dead', () => {
  let server: ScriptedServer;
  let reader: PrometheusReader;
  let isWell = false;
  const told = { enter: 0, leave: 0, full: 0, late: 0 };
  beforeAll(async () => {
    server = await startScriptedServer((_, response) => {
      if (isWell) {
        sendData(response, { resultType: 'vector', result: [] });
      }
    });
    const limits = { concurrency: SLOTS, timeoutSeconds: 0.5 };
    reader = createPrometheusReader(settingsOf(server.url, { limits }), {
      clock: { now: () => Date.now() },
      onQueue: (event) => (told[event] += 1),
    });
  });
  afterAll(async () => {
    await reader.close();
    await server.close();
  });

  const ask = (deadlineMs: number) =>
    reader.readInstant({ ...contextOf('1', 'prom'), deadlineMs: Date.now() + deadlineMs }, 'up', 0);

  it('wait in a bounded number, for as long as their callers do, and are told when to come again', async () => {
    const sent = Array.from({ length: SLOTS }, () => expectError(ask(60_000), 'source_timeout'));
    const waiting = Array.from({ length: MOST }, () => expectError(ask(300), 'source_busy'));
    const refused = await expectError(ask(60_000), 'source_busy');
    expect(refused.message).toBe(`1000 requests wait for ${server.host} already.`);
    expect(refused).toMatchObject({ field: 'limits.concurrency', retryAfterSeconds: 1, status: 503 });
    expect(refused.remedy).toContain('Try again in 0.5 s.');
    expect(told).toEqual({ enter: MOST, leave: 0, full: 1, late: 0 });
    const late = await Promise.all(waiting);
    expect(late[0]?.message).toBe(`Other requests kept ${server.host} busy until time ran out.`);
    expect(late[0]).toMatchObject({ field: 'limits.concurrency', retryAfterSeconds: 1 });
    expect(told).toEqual({ enter: MOST, leave: MOST, full: 1, late: MOST });
    await Promise.all(sent);
    expect(server.received).toHaveLength(SLOTS);
  });

  it('are sent as ever once it is well, and a caller that has gone is told nothing of it', async () => {
    isWell = true;
    expect(await ask(5_000)).toEqual([]);
    isWell = false;
    const sent = Array.from({ length: SLOTS }, () => expectError(ask(60_000), 'source_timeout'));
    const gone = new AbortController();
    const answer = reader.readInstant({ ...contextOf('1', 'prom'), signal: gone.signal }, 'up', 0);
    gone.abort();
    await expectError(answer, 'canceled');
    await Promise.all(sent);
    expect(told.late).toBe(MOST);
  });
});
