import { HeadroomError } from '#contract/errors.ts';
import type { Context } from './context.ts';
import { fingerprint } from './fingerprint.ts';
import type { Clock } from './ports/clock.ts';
import type { DocumentStore } from './ports/document-store.ts';
import { MAX_LIST } from './ports/limits.ts';

const ANSWERS = 'idempotent-answers';
/** How long a repeated request gets the answer of the first one. */
const KEEP_MS = 86_400_000;
/** Most answers that are kept for a data source; beyond, the oldest go. */
const MOST_KEPT = 500;

/** A request that its caller may repeat. */
export interface RepeatableRequest {
  /** The caller's name for it. */
  readonly key: string;
  readonly route: string;
  /** All that the answer depends on. */
  readonly content: unknown;
}

/** An answer as it is given again. */
export interface KeptAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface AnswerRecord extends KeptAnswer {
  readonly request: string;
  readonly atMs: number;
}

/** What keeping answers needs from the engine. */
export interface IdempotencyDeps {
  readonly documents: DocumentStore;
  readonly clock: Clock;
}

/**
 * The answer that the same caller got for this request within a day; `undefined` for the first time.
 *
 * @throws HeadroomError `key_reused` when the key named another request
 */
export async function keptAnswer(
  ctx: Context,
  { documents, clock }: IdempotencyDeps,
  request: RepeatableRequest
): Promise<KeptAnswer | undefined> {
  const record = (await documents.get<AnswerRecord>(ctx, ANSWERS, idOf(ctx, request)))?.value;
  if (record === undefined || record.atMs + KEEP_MS <= clock.now()) {
    return undefined;
  }
  if (record.request !== fingerprint(request.content)) {
    throw new HeadroomError('key_reused', 'The idempotency key was used for another request.', {
      field: 'Idempotency-Key',
      remedy: 'Use a new key for each request, and the same one only to repeat it.',
    });
  }
  return record;
}

/** Keeps the answer to a request for a day, and forgets those that are older or too many. */
export async function keepAnswer(
  ctx: Context,
  { documents, clock }: IdempotencyDeps,
  request: RepeatableRequest,
  answer: KeptAnswer
): Promise<void> {
  const nowMs = clock.now();
  const kept = await documents.list<AnswerRecord>(ctx, ANSWERS, { limit: MAX_LIST });
  const newestFirst = [...kept].sort((a, b) => b.value.atMs - a.value.atMs);
  for (const [i, { id, value }] of newestFirst.entries()) {
    if (i >= MOST_KEPT - 1 || value.atMs + KEEP_MS <= nowMs) {
      await documents.delete(ctx, ANSWERS, id);
    }
  }
  const record: AnswerRecord = { ...answer, request: fingerprint(request.content), atMs: nowMs };
  await documents.put<AnswerRecord>(ctx, ANSWERS, idOf(ctx, request), record);
}

/** A key is its caller's own, and names one request a route. */
function idOf(ctx: Context, { key, route }: RepeatableRequest): string {
  return fingerprint([ctx.principal, route, key]);
}
