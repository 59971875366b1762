import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import type { ForecastQuery } from '#contract/query.ts';
import { fakeEngine } from '../../../../tests/support/fake-engine.ts';
import { specOf } from '../../../../tests/support/stored-bench.ts';
import { queueMigrations } from '../../queue/migrations.ts';
import { SqliteJobQueue } from '../../queue/sqlite-job-queue.ts';
import { DATABASE_FILE, openStore } from '../../store/open-store.ts';
import { ForecastCache } from '../forecast-cache.ts';
import { runForecastQuery } from '../forecast-query.ts';
import { contextOf } from '../ports/kit.contract.ts';
import { signalCodec } from '../signal-codec.ts';
import { adaptForecast } from './adapt.ts';
import { adaptationsCodec } from './adaptations.ts';
import { createForecast } from './manage.ts';
import { readForecast } from './read.ts';
import { queueDueTrainings } from './schedule.ts';
import { createStoredAnswers } from './serve.ts';
import { trainForecast } from './train.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

describe('a stored forecast whose answer is damaged on disk', () => {
  const engine = fakeEngine();
  const { clock, source } = engine;
  const ctx = contextOf('1', 'prom');
  let directory: string;
  let damaged: string[];
  let b: ReturnType<typeof start>;
  let id: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    damaged = [];
    b = start();
    ({ id } = await createForecast(ctx, b.deps, { ...specOf('Disks'), schedule: '1d' }));
    await train();
  });
  afterEach(() => {
    b.store.close();
    rmSync(directory, { recursive: true });
  });

  /** The use cases over the state directory, with nothing in memory. */
  function start() {
    const options = { directory, setting: 'TEST', clock, migrations: { queue: queueMigrations } };
    const store = openStore({ ...options, onDamage: (kind) => damaged.push(kind) });
    const { documents, audit, transactions, blobs } = store;
    const cache = new ForecastCache(blobs, signalCodec, 1 << 20);
    const adaptations = new ForecastCache(blobs, adaptationsCodec, 1 << 20);
    const stored = createStoredAnswers({ documents, cache, adaptations, clock });
    const queue = new SqliteJobQueue(store.database, clock);
    return {
      store,
      deps: { documents, audit, transactions, queue, adaptations, forecast: { ...engine.deps, cache, stored } },
    };
  }

  const train = () => trainForecast(ctx, source, b.deps, id);
  const read = () => readForecast(ctx, b.deps.documents, id);
  const ask = () => {
    const { query } = parseQuery({ queryType: 'forecast', expr: 'used' });
    const toMs = clock.now();
    return runForecastQuery(ctx, source, b.deps.forecast, query as ForecastQuery, { fromMs: toMs - DAY, toMs });
  };

  /** Stops the engine, flips one bit in the middle of the answer in the database file, and starts it again. */
  async function flipBit() {
    const row = await b.store.database.read(() =>
      b.store.database.prepare(`SELECT bytes FROM blobs WHERE key LIKE ? ORDER BY size DESC`).get(`stored/${id}/%`)
    );
    b.store.close();
    const path = join(directory, DATABASE_FILE);
    const file = readFileSync(path);
    const bytes = Buffer.from(row?.['bytes'] as Uint8Array);
    const at = file.indexOf(bytes.subarray(0, 64));
    expect(at).toBeGreaterThan(0);
    file[at + 40] = (file[at + 40] ?? 0) ^ 0x04;
    writeFileSync(path, file);
    b = start();
  }

  it('is noticed, told of, answered by its model and trained anew by itself', async () => {
    expect((await ask()).notices).toEqual([]);
    await flipBit();
    expect(b.store.notices).toEqual([]);

    const answer = await ask();
    expect(answer.stored).toMatchObject({ id, model: 'ensemble' });
    expect(answer.series[0]?.outcome).toMatchObject({ kind: 'forecast', trust: { model: 'ensemble' } });
    expect(answer.notices.join()).toMatch(/"Disks" was damaged or lost.*trained anew/);
    expect(damaged).toEqual(['blob']);
    expect(ctx.logged.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      expect.stringContaining('stored blob is damaged'),
      expect.stringContaining('training it anew'),
    ]);
    expect(await read()).toMatchObject({ state: 'ready', lost: true, nextDueMs: clock.now() + 10 * MINUTE });

    clock.advance(10 * MINUTE);
    expect(await queueDueTrainings(ctx, b.deps)).toBe(1);
    await train();
    expect(await read()).not.toHaveProperty('lost');
    expect(await ask()).toMatchObject({ stored: { id }, notices: [] });
    expect(damaged).toEqual(['blob']);
  });

  it('is noticed by the next adaptation of its bands where nobody asks', async () => {
    await flipBit();
    clock.advance(60 * MINUTE);
    expect(await adaptForecast(ctx, source, b.deps, id)).toBe(0);
    expect(await read()).toMatchObject({ lost: true });
    expect(await queueDueTrainings(ctx, b.deps)).toBe(1);
  });

  it('is noted once, however often it is asked for', async () => {
    await flipBit();
    await ask();
    ctx.logged.length = 0;
    await ask();
    expect((await ask()).notices.join()).toContain('damaged or lost');
    expect(ctx.logged).toEqual([]);
  });

  it('is not taken for lost when its time is over', async () => {
    clock.advance(8 * DAY);
    expect(await adaptForecast(ctx, source, b.deps, id)).toBe(0);
    expect((await ask()).notices.join()).toContain('no recent answer');
    expect(await read()).not.toHaveProperty('lost');
  });

  it('is answered even when the note cannot be written', async () => {
    await flipBit();
    b.store.database.prepare('PRAGMA query_only = ON').run();
    expect((await ask()).series[0]?.outcome.kind).toBe('forecast');
    expect(ctx.logged.at(-1)?.message).toContain('cannot');
  });
});
