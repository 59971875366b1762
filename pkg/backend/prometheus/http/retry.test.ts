import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { contextOf, expectError, ManualClock } from '../../app/ports/kit.contract.ts';
import type { Call } from './call.ts';
import { type RetryPolicy, TransientFailure, withRetries } from './retry.ts';

const rejected = new HeadroomError('source_rejected', 'Overloaded.');

function setUp(policy: Partial<RetryPolicy> = {}) {
  const context = contextOf('1', 'prom');
  const call: Call = {
    signal: context.signal,
    deadlineMs: Infinity,
    log: context.log,
    traceId: context.traceId,
  };
  const full: RetryPolicy = { attempts: 3, baseMs: 2, capMs: 8, random: () => 0.5, ...policy };
  return { call, policy: full, clock: new ManualClock(), logged: context.logged };
}

/** Fails with each of the errors in turn, then succeeds. */
function failing(...errors: readonly Error[]) {
  let made = 0;
  const attempt = () => {
    const error = errors[made];
    made += 1;
    return error === undefined ? Promise.resolve('answer') : Promise.reject(error);
  };
  return { attempt, made: () => made };
}

describe('withRetries', () => {
  it('repeats a transient failure until it succeeds, and logs that', async () => {
    const { policy, clock, call, logged } = setUp();
    const { attempt, made } = failing(new TransientFailure(rejected), new TransientFailure(rejected));
    expect(await withRetries(policy, clock, call, attempt)).toBe('answer');
    expect(made()).toBe(3);
    expect(logged).toHaveLength(2);
  });

  it('gives up after the last attempt with the error that was met', async () => {
    const { policy, clock, call } = setUp();
    const { attempt, made } = failing(...Array.from({ length: 9 }, () => new TransientFailure(rejected)));
    await expect(withRetries(policy, clock, call, attempt)).rejects.toBe(rejected);
    expect(made()).toBe(3);
  });

  it('does not repeat any other failure', async () => {
    const { policy, clock, call } = setUp();
    const { attempt, made } = failing(new HeadroomError('invalid_expression', 'Wrong.'));
    await expectError(withRetries(policy, clock, call, attempt), 'invalid_expression');
    expect(made()).toBe(1);
  });

  it('waits for a random part of a bound that doubles up to its cap', async () => {
    const draws: number[] = [];
    const waits: number[] = [];
    const { clock, call } = setUp();
    const log = { ...call.log, debug: (_: string, fields = {}) => waits.push((fields as { waitMs: number }).waitMs) };
    const random = () => {
      draws.push(0);
      return draws.length / 10;
    };
    const policy = { attempts: 6, baseMs: 10, capMs: 35, random };
    const { attempt } = failing(...Array.from({ length: 5 }, () => new TransientFailure(rejected)));
    await withRetries(policy, clock, { ...call, log }, attempt);
    expect(waits.map((wait) => Math.round(wait * 10) / 10)).toEqual([1, 4, 10.5, 14, 17.5]);
  });

  it('waits at least as long as the server asked for', async () => {
    const waits: unknown[] = [];
    const { policy, clock, call } = setUp();
    const log = { ...call.log, debug: (_: string, fields = {}) => waits.push((fields as { waitMs: number }).waitMs) };
    await withRetries(policy, clock, { ...call, log }, failing(new TransientFailure(rejected, 40)).attempt);
    expect(waits).toEqual([41]);
  });

  it('gives up at once when the wait would outlast the deadline or is absurd', async () => {
    const { policy, clock, call } = setUp();
    const hurried = { ...call, deadlineMs: clock.now() + 1_000 };
    const slow = failing(new TransientFailure(rejected, 5_000));
    await expect(withRetries(policy, clock, hurried, slow.attempt)).rejects.toBe(rejected);
    const absurd = failing(new TransientFailure(rejected, 3_600_000));
    await expect(withRetries(policy, clock, call, absurd.attempt)).rejects.toBe(rejected);
    expect([slow.made(), absurd.made()]).toEqual([1, 1]);
  });

  it('stops waiting when the call ends', async () => {
    const { policy, clock, call } = setUp();
    const caller = new AbortController();
    const attempt = failing(new TransientFailure(rejected, 30_000)).attempt;
    const answer = withRetries(policy, clock, { ...call, signal: caller.signal }, attempt);
    setTimeout(() => caller.abort(new Error('gone')), 5);
    await expect(answer).rejects.toThrow('gone');
  });
});
