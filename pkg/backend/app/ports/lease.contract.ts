import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterFixture, AWKWARD_KEYS, expectError, ManualClock, type StartFixture } from './kit.contract.ts';
import type { LeaseStore } from './lease.ts';

const SECOND = 1_000;
const DAY = 86_400_000;

/** What every lease store must do. */
export function leaseStoreContract(name: string, start: StartFixture<LeaseStore>): void {
  describe(`lease store contract: ${name}`, () => {
    let now: number;
    let fixture: AdapterFixture<LeaseStore>;
    let leases: LeaseStore;
    beforeEach(async () => {
      const clock = new ManualClock();
      now = clock.now();
      fixture = await start(clock);
      leases = fixture.adapter;
    });
    afterEach(() => fixture.cleanup());

    it('gives a free lease to the first who asks, and to nobody else while it is in force', async () => {
      expect(await leases.acquire('leader', 'a', now, 10 * SECOND)).toBe(true);
      expect(await leases.acquire('leader', 'b', now, 10 * SECOND)).toBe(false);
      expect(await leases.acquire('leader', 'b', now + 10 * SECOND - 1, 10 * SECOND)).toBe(false);
    });

    it('is free again from the moment it runs out', async () => {
      await leases.acquire('leader', 'a', now, 10 * SECOND);
      expect(await leases.acquire('leader', 'b', now + 10 * SECOND, 10 * SECOND)).toBe(true);
      expect(await leases.acquire('leader', 'a', now + 11 * SECOND, 10 * SECOND)).toBe(false);
    });

    it('is prolonged by its holder, counted from the renewal', async () => {
      await leases.acquire('leader', 'a', now, 10 * SECOND);
      expect(await leases.acquire('leader', 'a', now + 8 * SECOND, 10 * SECOND)).toBe(true);
      expect(await leases.acquire('leader', 'b', now + 17 * SECOND, SECOND)).toBe(false);
      expect(await leases.acquire('leader', 'b', now + 18 * SECOND, SECOND)).toBe(true);
    });

    it('is free when it would last longer than any lease, as one that was taken while the clock was ahead', async () => {
      await leases.acquire('leader', 'a', now + DAY, 10 * SECOND);
      expect(await leases.acquire('leader', 'b', now, 10 * SECOND)).toBe(true);
      expect(await leases.acquire('leader', 'a', now + SECOND, 10 * SECOND)).toBe(false);
    });

    it('is not moved by those who ask in vain', async () => {
      await leases.acquire('leader', 'a', now, 10 * SECOND);
      await leases.acquire('leader', 'b', now + 5 * SECOND, 60 * SECOND);
      expect(await leases.acquire('leader', 'c', now + 10 * SECOND, SECOND)).toBe(true);
    });

    it('is given back by its holder only', async () => {
      await leases.acquire('leader', 'a', now, 10 * SECOND);
      await leases.release('leader', 'b');
      expect(await leases.acquire('leader', 'b', now, SECOND)).toBe(false);
      await leases.release('leader', 'a');
      expect(await leases.acquire('leader', 'b', now, SECOND)).toBe(true);
      await leases.release('leader', 'a');
      expect(await leases.acquire('leader', 'c', now, SECOND)).toBe(false);
    });

    it('is no error to give back when nobody holds it', async () => {
      await leases.release('unknown', 'a');
      expect(await leases.acquire('unknown', 'b', now, SECOND)).toBe(true);
    });

    it('stands by itself under each name', async () => {
      for (const key of AWKWARD_KEYS) {
        expect(await leases.acquire(key, 'a', now, 10 * SECOND)).toBe(true);
      }
      await leases.release('a', 'a');
      expect(await leases.acquire('a', 'b', now, SECOND)).toBe(true);
      expect(await leases.acquire('A', 'b', now, SECOND)).toBe(false);
    });

    it('has one winner among many who ask at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => leases.acquire('leader', `holder-${index}`, now, SECOND))
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });

    it('refuses a lease or a holder without a name', async () => {
      await expectError(leases.acquire('', 'a', now, SECOND), 'invalid_argument');
      await expectError(leases.acquire('leader', '', now, SECOND), 'invalid_argument');
    });

    it('outlives a restart', async () => {
      await leases.acquire('leader', 'a', now, 10 * SECOND);
      leases = await fixture.reopen();
      expect(await leases.acquire('leader', 'b', now + SECOND, SECOND)).toBe(false);
      expect(await leases.acquire('leader', 'a', now + SECOND, SECOND)).toBe(true);
    });
  });
}
