import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembleEngine } from '../../../../tests/support/assembled-engine.ts';
import { contextOf } from '../ports/kit.contract.ts';
import { ADVISE_JOB, queueDueAdvice } from './make.ts';
import { type RunState, writeRunState } from './runs.ts';

const HOUR = 3_600_000;

describe('the next run of recommendations', () => {
  const ctx = contextOf('1', 'prom');
  let assembled: ReturnType<typeof assembleEngine>;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(() => assembled.cleanup());

  const scope = { namespace: '', historyMs: 24 * HOUR, stepMs: 300_000 };
  const kindsQueued = async (state: RunState) => {
    await writeRunState(ctx, assembled.store.documents, state);
    await queueDueAdvice(ctx, assembled.engine.advice);
    return (await assembled.queue.list(ctx, 10)).map(({ kind }) => kind);
  };

  it.each([
    ['has come', 0, 1],
    ['is to come', 1, 0],
    ['is as far away as it can be', 24 * HOUR, 0],
    ['is further away, since the clock was ahead and has been put back', 24 * HOUR + 1, 1],
  ])('is queued or not when its time %s', async (_when, inMs, jobs) => {
    const nextDueMs = assembled.clock.now() + inMs;
    expect(await kindsQueued({ scope, nextDueMs })).toEqual(new Array(jobs).fill(ADVISE_JOB));
  });

  it('is not queued where nobody has asked for one, or while one is under way', async () => {
    expect(await kindsQueued({})).toEqual([]);
    expect(await kindsQueued({ scope })).toEqual([]);
    expect(await kindsQueued({ scope, nextDueMs: 0, progress: { done: 0, total: 0 } })).toEqual([]);
  });
});
