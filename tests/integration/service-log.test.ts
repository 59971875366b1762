import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../support/access-doors.ts';
import { freePort } from '../support/free-port.ts';
import { openServiceDoor } from '../support/service-door.ts';

const ADMIN: Asker = { org: 1, role: 'Admin' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${TRACE}-b7ad6b7169203331-01`;

type Line = Readonly<Record<string, unknown>>;

describe.each(['debug', 'info', 'warn', 'error'])('the log of a service at the level %s', (logLevel) => {
  let directory: string;
  let lines: readonly Line[];
  let raw: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-log-'));
    const sources = { lab: { url: `http://127.0.0.1:${await freePort()}` } };
    const door = await openServiceDoor({ directory, orgs: [1], sources, more: { logLevel } });
    const headers = { traceparent };
    await door.ask(ADMIN, { source: 'lab', route: 'POST /v1/forecast', body: { query: {} }, headers });
    await door.ask(ADMIN, { source: 'lab', route: 'GET /v1/source/label-names', headers });
    await door.ask(ADMIN, { source: 'lab', route: 'GET /v1/jobs', headers: { authorization: 'Bearer wrong' } });
    await door.ask(ADMIN, { source: 'lab', route: 'POST /v1/forecast/refresh', body: { query: { expr: 'up' } } });
    const giveUpMs = Date.now() + 30_000;
    const tried = async () => (await door.ask(ADMIN, { source: 'lab', route: 'GET /v1/jobs' })).text;
    while (!/"error":"Nothing answers/.test(await tried())) {
      expect(Date.now()).toBeLessThan(giveUpMs);
      await sleep(250);
    }
    await door.stop();
    raw = door.log();
    lines = raw
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const ORDER = ['debug', 'info', 'warn', 'error'];
  const isTold = (level: string) => ORDER.indexOf(level) >= ORDER.indexOf(logLevel);
  const of = (message: string) => lines.filter((line) => line['@message'] === message);

  it('has one event a line, with time, level and message, and none that is milder', () => {
    for (const line of lines) {
      expect(line).toMatchObject({
        '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/) as unknown,
        '@level': expect.stringMatching(/^(debug|info|warn|error)$/) as unknown,
        '@message': expect.stringMatching(/./) as unknown,
      });
      expect(isTold(String(line['@level'])), JSON.stringify(line)).toBe(true);
    }
    expect(lines.filter((line) => line['@level'] === 'error')).toEqual([]); // nothing here is a failure of ours
  });

  it("tells of refused requests with the caller's trace id, organisation, source and code", () => {
    const scope = { traceId: TRACE, org: '1', source: 'lab', '@level': 'info' };
    expect(of('request failed')).toEqual(
      isTold('info')
        ? [
            expect.objectContaining({ ...scope, code: 'invalid_argument', path: '/v1/forecast' }),
            expect.objectContaining({ ...scope, code: 'source_unreachable', path: '/v1/source/label-names' }),
          ]
        : []
    );
    expect(of('request refused').map(({ code }) => code)).toEqual(isTold('info') ? ['unauthenticated'] : []);
    expect(of('Headroom is ready')).toHaveLength(isTold('info') ? 1 : 0);
  });

  it('tells of a job that fails, under a trace of its own', () => {
    const [job] = of('job failed');
    expect(job === undefined).toBe(!isTold('warn'));
    if (job !== undefined) {
      expect(job).toMatchObject({ '@level': 'warn', kind: 'forecast.refresh', again: true });
      expect(job['traceId']).toMatch(/^[0-9a-f]{32}$/);
    }
    expect(of('A request to the source is repeated').length > 0).toBe(isTold('debug'));
  });
});
