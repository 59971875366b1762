import { randomUUID } from 'node:crypto';
import { HeadroomError } from '#contract/errors.ts';
import {
  MAX_STORED_FORECASTS,
  RESTORE_WITHIN_MS,
  type StoredForecastInput,
  storedForecastSchema,
} from '#contract/stored-forecast.ts';
import { parseFields } from '#contract/parse-query.ts';
import { authorize, type Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import { checkBounds } from '../forecast-signal.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { RefreshDeps } from '../refresh.ts';
import { claimName } from './names.ts';
import {
  DELETED,
  type DeletedRecord,
  type ForecastDocument,
  type ForecastRecord,
  FORECASTS,
  listRecords,
  planNewest,
  requireRecord,
  signalKey,
} from './records.ts';
import { deleteRun, readRun } from './runs.ts';
import { enqueueTraining } from './schedule.ts';

/** What stored forecasts need from the engine. */
export type StoredDeps = RefreshDeps;

/**
 * Stores a forecast and queues its first training.
 *
 * @throws HeadroomError `conflict` when the name is taken; `too_large` when the data source has as many as it may
 */
export async function createForecast(
  ctx: Context,
  deps: StoredDeps,
  input: StoredForecastInput
): Promise<ForecastDocument> {
  authorize(ctx, 'forecast.create');
  const { documents, audit } = deps;
  const nowMs = deps.forecast.clock.now();
  const id = randomUUID();
  return deps.transactions.run(async () => {
    const fields = checkedFields(input, nowMs);
    await requireRoom(ctx, documents);
    await claimName(ctx, documents, fields.spec.name, id);
    const record: ForecastRecord = {
      ...fields,
      createdBy: ctx.principal,
      createdMs: nowMs,
      updatedBy: ctx.principal,
    };
    const written = await documents.put(ctx, FORECASTS, id, record, 0);
    await audit.append(ctx, { action: 'forecast.create', subject: id, detail: summaryOf(record) });
    await enqueueTraining(ctx, deps, id);
    return written;
  });
}

/** Replaces a forecast at the version that the change was made for; a changed query is trained anew. */
export async function updateForecast(
  ctx: Context,
  deps: StoredDeps,
  id: string,
  input: StoredForecastInput,
  version: number
): Promise<ForecastDocument> {
  authorize(ctx, 'forecast.update');
  const { documents, audit } = deps;
  return deps.transactions.run(async () => {
    const { value: before, version: found } = await requireRecord(ctx, documents, id);
    if (found !== version) {
      throw new HeadroomError('conflict', `"${before.spec.name}" has been changed by ${before.updatedBy} meanwhile.`, {
        field: 'version',
        remedy: 'Read it again and repeat the change.',
      });
    }
    const record = { ...before, ...checkedFields(input, deps.forecast.clock.now()), updatedBy: ctx.principal };
    await claimName(ctx, documents, record.spec.name, id);
    const written = await documents.put(ctx, FORECASTS, id, record, version);
    const detail = { before: summaryOf(before), after: summaryOf(record) };
    await audit.append(ctx, { action: 'forecast.update', subject: id, detail });
    if (fingerprint(record.spec.query) !== fingerprint(before.spec.query)) {
      await enqueueTraining(ctx, deps, id);
    }
    return written;
  });
}

/** Deletes a forecast, one's own as an editor, any as an admin. It can be restored for a day. */
export async function deleteForecast(ctx: Context, deps: StoredDeps, id: string): Promise<void> {
  authorize(ctx, 'forecast.delete');
  const { documents, audit } = deps;
  await deps.transactions.run(async () => {
    if (await isDamaged(ctx, documents, id)) {
      await deleteDamaged(ctx, deps, id);
      return;
    }
    const { value: record } = await requireRecord(ctx, documents, id);
    authorizeOwner(ctx, record.createdBy);
    const deletedMs = deps.forecast.clock.now();
    await documents.put<DeletedRecord>(ctx, DELETED, id, { record, deletedBy: ctx.principal, deletedMs });
    await documents.delete(ctx, FORECASTS, id);
    const { result } = await readRun(ctx, documents, id);
    // Alert rules of the signal are answered by the quick models from now on.
    const detail = { ...summaryOf(record), served: result?.model ?? null };
    await audit.append(ctx, { action: 'forecast.delete', subject: id, detail });
  });
}

/**
 * Undoes a deletion within a day of it.
 *
 * @throws HeadroomError `not_found` later than that, `conflict` when another forecast has taken the name
 */
export async function restoreForecast(ctx: Context, deps: StoredDeps, id: string): Promise<ForecastDocument> {
  authorize(ctx, 'forecast.delete');
  const { documents, audit } = deps;
  return deps.transactions.run(async () => {
    const deleted = (await documents.get<DeletedRecord>(ctx, DELETED, id))?.value;
    if (deleted === undefined || deleted.deletedMs + RESTORE_WITHIN_MS <= deps.forecast.clock.now()) {
      throw new HeadroomError('not_found', 'There is no deleted forecast to restore.', {
        field: 'id',
        remedy: 'A deleted forecast can be restored within a day. Create it anew.',
      });
    }
    authorizeOwner(ctx, deleted.record.createdBy);
    await requireRoom(ctx, documents);
    await claimName(ctx, documents, deleted.record.spec.name, id);
    const written = await documents.put(ctx, FORECASTS, id, { ...deleted.record, updatedBy: ctx.principal }, 0);
    await documents.delete(ctx, DELETED, id);
    await audit.append(ctx, { action: 'forecast.restore', subject: id, detail: summaryOf(deleted.record) });
    await enqueueTraining(ctx, deps, id);
    return written;
  });
}

/** Trains a forecast now; asking again while it waits or runs gives the same job. */
export async function trainNow(ctx: Context, deps: StoredDeps, id: string): Promise<{ readonly job: string }> {
  authorize(ctx, 'forecast.train');
  return deps.transactions.run(async () => {
    const { value } = await requireRecord(ctx, deps.documents, id);
    const job = await enqueueTraining(ctx, deps, id);
    const detail = { ...summaryOf(value), job: job.id };
    await deps.audit.append(ctx, { action: 'forecast.train', subject: id, detail });
    return { job: job.id };
  });
}

async function isDamaged(ctx: Context, documents: DocumentStore, id: string): Promise<boolean> {
  let damaged = false;
  await listRecords(ctx, documents, (one) => {
    damaged ||= one === id;
  });
  return damaged;
}

/** Whose it was cannot be read, and there is nothing left to restore. */
async function deleteDamaged(ctx: Context, { documents, audit }: StoredDeps, id: string): Promise<void> {
  authorize(ctx, 'forecast.deleteOthers');
  await documents.delete(ctx, FORECASTS, id);
  await deleteRun(ctx, documents, id);
  await audit.append(ctx, { action: 'forecast.delete', subject: id, detail: { damaged: true } });
}

function authorizeOwner(ctx: Context, owner: string): void {
  if (ctx.principal !== owner) {
    authorize(ctx, 'forecast.deleteOthers');
  }
}

/** What the record says of the forecast, with its plan and signal checked to make sense. */
function checkedFields(input: StoredForecastInput, nowMs: number): Pick<ForecastRecord, 'spec' | 'signal'> {
  const { name, query } = parseFields(storedForecastSchema, input);
  checkBounds(query);
  const signal = signalKey(query, planNewest(query, nowMs));
  return { signal, spec: { ...input, name, query: { ...input.query, model: query.model } } };
}

async function requireRoom(ctx: Context, documents: DocumentStore): Promise<void> {
  if ((await listRecords(ctx, documents)).length >= MAX_STORED_FORECASTS) {
    throw new HeadroomError('too_large', `The data source has ${MAX_STORED_FORECASTS} stored forecasts already.`, {
      field: 'body',
      remedy: 'Delete one that nobody needs any more.',
    });
  }
}

/** What the audit log says of a forecast; long expressions are cut. */
function summaryOf({ spec: { name, schedule, query } }: ForecastRecord): Readonly<Record<string, unknown>> {
  const { expr, capacity, horizon, model } = query;
  return { name, schedule, horizon, model, expr: expr.slice(0, 500), capacity: capacity?.slice(0, 500) };
}
