import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLog } from './audit-log.ts';
import { type AdapterFixture, contextOf, expectError, ManualClock, type StartFixture } from './kit.contract.ts';
import { MAX_DETAIL_BYTES, MAX_LIST } from './limits.ts';

const ctx = contextOf('1', 'prom');

/** What every audit log must do. */
export function auditLogContract(name: string, start: StartFixture<AuditLog>): void {
  describe(`audit log contract: ${name}`, () => {
    let clock: ManualClock;
    let fixture: AdapterFixture<AuditLog>;
    let log: AuditLog;
    beforeEach(async () => {
      clock = new ManualClock();
      fixture = await start(clock);
      log = fixture.adapter;
    });
    afterEach(() => fixture.cleanup());

    const appendMany = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        await log.append(ctx, { action: 'model.promote', subject: `model-${index}` });
      }
    };

    it('records who did what to what, when and where', async () => {
      const detail = { from: 3, to: [4, null], why: 'Ω "quoted"\n', nested: { deep: true } };
      const entry = await log.append(ctx, { action: 'model.promote', subject: 'cpu/node-1', detail });
      expect(entry).toMatchObject({
        atMs: clock.now(),
        org: '1',
        source: 'prom',
        principal: 'nadia',
        action: 'model.promote',
        subject: 'cpu/node-1',
        detail,
      });
      expect(await log.list(ctx, { limit: 10 })).toEqual([entry]);
    });

    it('has an empty detail unless told', async () => {
      expect((await log.append(ctx, { action: 'a', subject: 's' })).detail).toEqual({});
    });

    it('gives growing sequence numbers, also to simultaneous entries, and lists the newest first', async () => {
      const entries = await Promise.all(
        Array.from({ length: 20 }, (_, index) => log.append(ctx, { action: 'a', subject: `s${index}` }))
      );
      const sequences = entries.map((entry) => entry.sequence);
      expect(new Set(sequences).size).toBe(20);
      const listed = await log.list(ctx, { limit: 100 });
      expect(listed.map((entry) => entry.sequence)).toEqual([...sequences].sort((a, b) => b - a));
    });

    it('orders by sequence even when the clock is set back', async () => {
      await log.append(ctx, { action: 'a', subject: 'first' });
      clock.advance(-60_000);
      await log.append(ctx, { action: 'a', subject: 'second' });
      expect((await log.list(ctx, { limit: 10 })).map((entry) => entry.subject)).toEqual(['second', 'first']);
    });

    it('pages backwards without gap or repetition while new entries come in', async () => {
      await appendMany(25);
      const seen: string[] = [];
      let page = await log.list(ctx, { limit: 10 });
      for (let pages = 0; page.length > 0 && pages < 5; pages += 1) {
        seen.push(...page.map((entry) => entry.subject));
        await log.append(ctx, { action: 'a', subject: 'newer' });
        page = await log.list(ctx, { before: page.at(-1)?.sequence ?? 0, limit: 10 });
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `model-${24 - index}`));
    });

    it('shows an organisation all its data sources and nothing of other organisations', async () => {
      await log.append(contextOf('1', 'prom'), { action: 'a', subject: 'mine' });
      await log.append(contextOf('1', 'other'), { action: 'a', subject: 'mine too' });
      await log.append(contextOf('11', 'prom'), { action: 'a', subject: 'not mine' });
      const subjects = (await log.list(ctx, { limit: 10 })).map((entry) => entry.subject);
      expect(subjects).toEqual(['mine too', 'mine']);
      expect(await log.list(contextOf('2', 'prom'), { limit: 10 })).toEqual([]);
    });

    it('refuses what cannot be recorded in full, and records nothing of it', async () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      await expectError(log.append(ctx, { action: '', subject: 's' }), 'invalid_argument');
      await expectError(log.append(ctx, { action: 'a', subject: '' }), 'invalid_argument');
      await expectError(log.append(ctx, { action: 'a', subject: 's', detail: cycle }), 'invalid_argument');
      const huge = { text: 'x'.repeat(MAX_DETAIL_BYTES) };
      await expectError(log.append(ctx, { action: 'a', subject: 's', detail: huge }), 'too_large');
      expect(await log.list(ctx, { limit: 10 })).toEqual([]);
    });

    it.each([0, -1, 0.5, MAX_LIST + 1])('refuses the limit %d', async (limit) => {
      await expectError(log.list(ctx, { limit }), 'invalid_argument');
    });

    it('goes on where it stood after a restart', async () => {
      await appendMany(3);
      const before = await log.list(ctx, { limit: 10 });
      log = await fixture.reopen();
      expect(await log.list(ctx, { limit: 10 })).toEqual(before);
      const next = await log.append(ctx, { action: 'a', subject: 'after' });
      expect(next.sequence).toBeGreaterThan(before[0]?.sequence ?? Number.POSITIVE_INFINITY);
    });
  });
}
