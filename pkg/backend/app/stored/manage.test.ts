import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_STORED_FORECASTS, RESTORE_WITHIN_MS } from '#contract/stored-forecast.ts';
import { specOf, storedBench } from '../../../../tests/support/stored-bench.ts';
import type { Context } from '../context.ts';
import { contextOf, expectError } from '../ports/kit.contract.ts';
import { createForecast, deleteForecast, restoreForecast, trainNow, updateForecast } from './manage.ts';
import { listForecasts, readForecast } from './read.ts';

describe('stored forecasts', () => {
  let b: ReturnType<typeof storedBench>;
  beforeEach(() => {
    b = storedBench();
  });
  afterEach(() => b.cleanup());

  const editor = { ...contextOf('1', 'prom'), role: 'Editor' as const };
  const other = { ...editor, principal: 'omar' };
  const create = (name: string, query = {}) => createForecast(editor, b.deps, specOf(name, query));
  const names = async (ctx: Context = editor) =>
    (await listForecasts(ctx, b.documents)).forecasts.map(({ name }) => name);
  const jobs = async () => (await b.queue.list(editor, 100)).map(({ kind }) => kind);

  it('are kept as written with the model named, and wait for their first training', async () => {
    const { id } = await createForecast(editor, b.deps, {
      name: ' Volumes ',
      unit: 'bytes',
      query: { expr: 'used', capacity: 'size', horizon: '30d' },
    });
    expect(await readForecast(editor, b.documents, id)).toEqual({
      id,
      version: 1,
      name: 'Volumes',
      unit: 'bytes',
      schedule: 'auto',
      query: { expr: 'used', capacity: 'size', horizon: '30d', model: 'ensemble' },
      createdBy: 'nadia',
      createdMs: b.clock.now(),
      updatedBy: 'nadia',
      updatedMs: b.clock.now(),
      state: 'pending',
      progress: { done: 0, total: 0 },
      trainedMs: null,
      originMs: null,
      servedModel: null,
      nextDueMs: null,
    });
    expect(await jobs()).toEqual(['forecast.train']);
  });

  describe('whose settings are damaged on disk', () => {
    const admin = { ...editor, role: 'Admin' as const };
    let id: string;
    beforeEach(async () => {
      ({ id } = await create('Disks'));
      await create('Sound');
      await b.database.write(() =>
        b.database.prepare(`UPDATE documents SET value = replace(value, 'used', 'usee') WHERE id = ?`).run(id)
      );
    });

    it('are told of beside the others', async () => {
      expect(await listForecasts(editor, b.documents)).toMatchObject({ forecasts: [{ name: 'Sound' }], damaged: [id] });
      await expectError(readForecast(editor, b.documents, id), 'internal');
    });

    it('are removed by administrators only, which is audited, and give their name free', async () => {
      await expectError(deleteForecast(editor, b.deps, id), 'permission_denied');
      await expectError(create('Disks'), 'internal');
      await deleteForecast(admin, b.deps, id);
      expect(await listForecasts(editor, b.documents)).toMatchObject({ damaged: [] });
      expect((await b.audit.list(editor, { limit: 1 }))[0]).toMatchObject({
        action: 'forecast.delete',
        subject: id,
        detail: { damaged: true },
      });
      await expectError(restoreForecast(admin, b.deps, id), 'not_found');
      await create('Disks');
      expect(await names()).toEqual(['Disks', 'Sound']);
    });
  });

  it('are listed by name, each data source and organisation for itself', async () => {
    await create('b');
    await create('a');
    await createForecast(contextOf('1', 'prom2'), b.deps, specOf('a'));
    await createForecast(contextOf('2', 'prom'), b.deps, specOf('c'));
    expect(await names()).toEqual(['a', 'b']);
    expect(await names({ ...editor, source: 'prom2' })).toEqual(['a']);
    expect(await names({ ...editor, org: '2' })).toEqual(['c']);
  });

  it('have a name of their own, whatever the case of its letters, that a renamed or deleted one gives free', async () => {
    const { id } = await create('Disks');
    expect((await expectError(create('disks'), 'conflict')).field).toBe('name');
    const { id: second } = await create('b');
    await expectError(updateForecast(editor, b.deps, second, specOf('DISKS'), 1), 'conflict');
    await updateForecast(editor, b.deps, id, specOf('Volumes'), 1);
    await create('disks');
    await deleteForecast(editor, b.deps, id);
    await create('volumes');
    expect(await names()).toEqual(['b', 'disks', 'volumes']);
  });

  it('are made once when two ask for the same name at the same time', async () => {
    const both = await Promise.allSettled([create('same'), create('same')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'conflict', field: 'name' } });
    expect(await names()).toEqual(['same']);
  });

  it('are limited in number', async () => {
    for (let i = 0; i < MAX_STORED_FORECASTS; i++) {
      await create(`forecast ${i}`, { expr: `signal_${i}` });
    }
    await expectError(create('one too many'), 'too_large');
  });

  it('change only at the version that the change was made for', async () => {
    const { id } = await create('a');
    const changed = await updateForecast(other, b.deps, id, specOf('a', { horizon: '30d' }), 1);
    expect(changed).toMatchObject({ version: 2, value: { createdBy: 'nadia', updatedBy: 'omar' } });
    const error = await expectError(updateForecast(editor, b.deps, id, specOf('a'), 1), 'conflict');
    expect(error.message).toContain('omar');
  });

  it('are trained anew for a changed query, not for a changed name', async () => {
    const { id } = await create('a');
    await b.queue.claim(['forecast.train'], b.clock.now(), 1).then((job) => job && b.queue.complete(job));
    await updateForecast(editor, b.deps, id, specOf('b', { model: 'ensemble' }), 1);
    expect(await jobs()).toHaveLength(1);
    await updateForecast(editor, b.deps, id, specOf('b', { capacity: '5' }), 2);
    expect(await jobs()).toHaveLength(2);
  });

  it('come back after a deletion, within a day of it', async () => {
    const { id } = await create('a');
    const before = await readForecast(editor, b.documents, id);
    await deleteForecast(editor, b.deps, id);
    await expectError(readForecast(editor, b.documents, id), 'not_found');
    await restoreForecast(editor, b.deps, id);
    expect(await readForecast(editor, b.documents, id)).toEqual(before);
    await deleteForecast(editor, b.deps, id);
    b.clock.advance(RESTORE_WITHIN_MS);
    await expectError(restoreForecast(editor, b.deps, id), 'not_found');
  });

  it('do not come back under a name that another bears by now', async () => {
    const { id } = await create('a');
    await deleteForecast(editor, b.deps, id);
    await create('A');
    await expectError(restoreForecast(editor, b.deps, id), 'conflict');
    expect(await names()).toEqual(['A']);
  });

  it('are changed and trained by every editor, deleted and restored by their owner and admins', async () => {
    const { id } = await create('a');
    await trainNow(other, b.deps, id);
    await expectError(deleteForecast(other, b.deps, id), 'permission_denied');
    await deleteForecast({ ...other, role: 'Admin' }, b.deps, id);
    await expectError(restoreForecast(other, b.deps, id), 'permission_denied');
    await restoreForecast(editor, b.deps, id);
    expect(await b.actions()).toEqual([
      'nadia forecast.create',
      'omar forecast.train',
      'omar forecast.delete',
      'nadia forecast.restore',
    ]);
  });

  it('are read by viewers, who change nothing', async () => {
    const { id } = await create('a');
    const viewer = { ...editor, role: 'Viewer' as const };
    const before = [await names(viewer), await b.actions(), await jobs()];
    await expectError(createForecast(viewer, b.deps, specOf('b')), 'permission_denied');
    await expectError(updateForecast(viewer, b.deps, id, specOf('b'), 1), 'permission_denied');
    await expectError(deleteForecast(viewer, b.deps, id), 'permission_denied');
    await expectError(restoreForecast(viewer, b.deps, id), 'permission_denied');
    await expectError(trainNow(viewer, b.deps, id), 'permission_denied');
    expect([await names(viewer), await b.actions(), await jobs()]).toEqual(before);
  });

  it('train once while a training waits', async () => {
    const { id } = await create('a');
    expect(await trainNow(editor, b.deps, id)).toEqual(await trainNow(editor, b.deps, id));
    expect(await jobs()).toEqual(['forecast.train']);
  });

  it('are refused when step, window and horizon do not fit together', async () => {
    await expectError(create('a', { horizon: '90d', step: '1m' }), 'invalid_argument');
    expect(await names()).toEqual([]);
  });
});
