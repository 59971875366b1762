import { randomUUID } from 'node:crypto';
import {
  MAX_WATCHED_SIGNALS,
  type WatchedSignalInput,
  type WatchedSignalJson,
  watchedSignalSchema,
} from '#contract/anomaly-rest.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import { authorize, type Context } from '../context.ts';
import type { DocumentStore, StoredDocument } from '../ports/document-store.ts';
import type { FeedbackDeps } from './feedback.ts';

const WATCHED = 'watched-signals';

interface WatchedRecord {
  /** As written. */
  readonly spec: WatchedSignalInput;
  readonly createdBy: string;
}

/** The signals that the Anomalies page shows, by name. */
export async function listWatched(ctx: Context, documents: DocumentStore): Promise<readonly WatchedSignalJson[]> {
  authorize(ctx, 'anomaly.read');
  const all = await documents.list<WatchedRecord>(ctx, WATCHED, { limit: MAX_WATCHED_SIGNALS });
  return all.map(toJson).sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
}

/** Watches a signal; throws `too_large` when there are as many as there may be. */
export async function createWatched(
  ctx: Context,
  { documents, audit, transactions }: FeedbackDeps,
  input: WatchedSignalInput
): Promise<WatchedSignalJson> {
  authorize(ctx, 'anomaly.configure');
  const { name } = parseFields(watchedSignalSchema, input);
  return transactions.run(async () => {
    if ((await documents.list(ctx, WATCHED, { limit: MAX_WATCHED_SIGNALS })).length >= MAX_WATCHED_SIGNALS) {
      throw new HeadroomError('too_large', `The data source watches ${MAX_WATCHED_SIGNALS} signals already.`, {
        field: 'body',
        remedy: 'Delete one that nobody looks at any more.',
      });
    }
    const id = randomUUID();
    const written = await documents.put<WatchedRecord>(ctx, WATCHED, id, { spec: input, createdBy: ctx.principal }, 0);
    await audit.append(ctx, { action: 'anomaly.watch', subject: id, detail: { name } });
    return toJson(written);
  });
}

/** Replaces a watched signal at a version; throws `conflict` when it is another, `not_found` when it is gone. */
export async function updateWatched(
  ctx: Context,
  { documents, audit, transactions }: FeedbackDeps,
  id: string,
  input: WatchedSignalInput,
  version: number
): Promise<WatchedSignalJson> {
  authorize(ctx, 'anomaly.configure');
  const { name } = parseFields(watchedSignalSchema, input);
  return transactions.run(async () => {
    const { value } = await requireWatched(ctx, documents, id);
    const written = await documents.put<WatchedRecord>(ctx, WATCHED, id, { ...value, spec: input }, version);
    await audit.append(ctx, { action: 'anomaly.watch.change', subject: id, detail: { name } });
    return toJson(written);
  });
}

/** Watches a signal no more; throws `not_found`. */
export async function deleteWatched(
  ctx: Context,
  { documents, audit, transactions }: FeedbackDeps,
  id: string
): Promise<void> {
  authorize(ctx, 'anomaly.configure');
  await transactions.run(async () => {
    const { value } = await requireWatched(ctx, documents, id);
    await documents.delete(ctx, WATCHED, id);
    await audit.append(ctx, { action: 'anomaly.unwatch', subject: id, detail: { name: value.spec.name } });
  });
}

async function requireWatched(
  ctx: Context,
  documents: DocumentStore,
  id: string
): Promise<StoredDocument<WatchedRecord>> {
  const found = await documents.get<WatchedRecord>(ctx, WATCHED, id);
  if (found === undefined) {
    throw new HeadroomError('not_found', 'There is no such watched signal.', {
      field: 'id',
      remedy: 'It may have been deleted. Read the list again.',
    });
  }
  return found;
}

function toJson({ id, version, updatedMs, value }: StoredDocument<WatchedRecord>): WatchedSignalJson {
  const { name, unit = '', query } = value.spec;
  return { id, version, name, unit, query, createdBy: value.createdBy, updatedMs };
}
