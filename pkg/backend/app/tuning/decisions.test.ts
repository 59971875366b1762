import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '#contract/recommendations.ts';
import { assembleEngine } from '../../../../tests/support/assembled-engine.ts';
import { SAMPLE_ADVICE } from '../../../../tests/support/sample-advice.ts';
import { contextOf, expectError } from '../ports/kit.contract.ts';
import { decide, readStandings } from './decisions.ts';

const DAY = 86_400_000;
const one = SAMPLE_ADVICE.recommendations.find(({ outcome }) => outcome === 'change')!;

describe('decisions about recommendations', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(() => assembled.cleanup());

  const admin = { ...contextOf('1', 'prom'), role: 'Admin' as const, principal: 'ada' };
  const editor = { ...admin, role: 'Editor' as const, principal: 'ed' };
  const deps = () => ({ ...assembled.store, clock: assembled.clock });
  const standing = async (of = one) => (await readStandings(admin, deps()))(of);
  const decision = (action: Decision['action'], version: number, more: Partial<Decision> = {}): Decision => ({
    action,
    reason: '',
    version,
    ...more,
  });

  it('go from proposed to approved and back, each step with who and when, and audited', async () => {
    expect(await standing()).toMatchObject({ state: 'proposed', version: 0, history: [] });
    await decide(admin, deps(), one, decision('approve', 0));
    await decide(admin, deps(), one, decision('reopen', 1));
    const { state, history } = await standing();
    expect(state).toBe('proposed');
    expect(history.map(({ by, action }) => [by, action])).toEqual([
      ['ada', 'approve'],
      ['ada', 'reopen'],
    ]);
    const entries = await assembled.store.audit.list(admin, { limit: 10 });
    expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
      ['recommendation.reopen', one.id],
      ['recommendation.approve', one.id],
    ]);
  });

  it('leave approving, and undoing an approval, to admins', async () => {
    await expectError(decide(editor, deps(), one, decision('approve', 0)), 'permission_denied');
    await decide(admin, deps(), one, decision('approve', 0));
    await expectError(decide(editor, deps(), one, decision('reject', 1, { reason: 'No.' })), 'permission_denied');
    expect((await standing()).state).toBe('approved');
  });

  it('refuse a decision on what somebody else decided meanwhile', async () => {
    await decide(editor, deps(), one, decision('reject', 0, { reason: 'Needed for the sale.' }));
    const error = await expectError(decide(admin, deps(), one, decision('approve', 0)), 'conflict');
    expect(error.message).toBe('ed decided on it meanwhile.');
  });

  it('end when a snooze is over', async () => {
    await decide(editor, deps(), one, decision('snooze', 0, { snooze: DAY }));
    expect((await standing()).state).toBe('snoozed');
    assembled.clock.advance(DAY);
    expect(await standing()).toMatchObject({ state: 'proposed', version: 1 });
  });

  it('do not hold for other amounts', async () => {
    await decide(admin, deps(), one, decision('approve', 0));
    const other = { ...one, changes: one.changes.map((change) => ({ ...change, after: (change.after ?? 0) * 2 })) };
    expect(await standing(other)).toMatchObject({ state: 'proposed', version: 1 });
  });

  it('are of one organisation and data source only', async () => {
    await decide(admin, deps(), one, decision('approve', 0));
    for (const [org, source] of [
      ['2', 'prom'],
      ['1', 'other'],
    ] as const) {
      expect((await readStandings(contextOf(org, source), deps()))(one).state).toBe('proposed');
    }
  });

  it('refuse what is no change', async () => {
    const none = { ...one, outcome: 'no change' as const, changes: [] };
    await expectError(decide(admin, deps(), none, decision('approve', 0)), 'invalid_argument');
  });
});
