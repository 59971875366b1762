import type { AnomalyFeedback, AnomalyFeedbackResponse } from '#contract/anomaly-rest.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { Interval } from '#model/series/exclusions.ts';
import { authorize, type Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { MAX_LIST } from '../ports/limits.ts';
import type { Labels } from '../ports/series-reader.ts';
import type { Transactions } from '../ports/transactions.ts';

const FEEDBACK = 'anomaly-feedback';
/** Feedback on anomalies that have left every history has no effect any more. */
const KEEP_MS = 180 * 86_400_000;
/** Feedback of one data source; each is read at every detection. */
const MOST_FEEDBACK = 500;

/** What a person said of one anomaly. */
export interface FeedbackRecord {
  readonly expr: string;
  readonly labels: Labels;
  readonly startMs: number;
  readonly endMs: number;
  readonly verdict: AnomalyFeedback['verdict'];
  readonly note: string;
  readonly by: string;
  readonly atMs: number;
}

/** A record with its id. */
export interface Feedback extends FeedbackRecord {
  readonly id: string;
}

/** What feedback needs from the engine. */
export interface FeedbackDeps {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** All feedback on the series of an expression, oldest first. */
export async function feedbackOn(ctx: Context, documents: DocumentStore, expr: string): Promise<readonly Feedback[]> {
  return (await listFeedback(ctx, documents)).filter((one) => one.expr === expr);
}

async function listFeedback(ctx: Context, documents: DocumentStore): Promise<readonly Feedback[]> {
  const found = await documents.list<FeedbackRecord>(ctx, FEEDBACK, { limit: MAX_LIST });
  return found.map(({ id, value }) => ({ ...value, id })).sort((a, b) => a.atMs - b.atMs);
}

/** Stretches of a series that people called normal. */
export function acceptedIn(feedback: readonly Feedback[], labels: Labels): readonly Interval[] {
  return feedback
    .filter((one) => one.verdict === 'not-an-anomaly' && sameLabels(one.labels, labels))
    .map(({ startMs, endMs }) => ({ startMs, endMs: endMs + 1 }));
}

/** Changes whenever an answer may change because of feedback. */
export function versionOf(feedback: readonly Feedback[]): string {
  return fingerprint(feedback.map(({ id }) => id));
}

/** Feedback whose stretch overlaps an anomaly of a series; the newest counts. */
export function feedbackFor(
  feedback: readonly Feedback[],
  labels: Labels,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number }
): Feedback | undefined {
  return feedback.findLast((one) => sameLabels(one.labels, labels) && one.startMs <= endMs && one.endMs >= startMs);
}

/** Remembers what a person said, audited; what has the id already stays. Throws `too_large` when there is too much of it. */
export async function saveFeedback(
  ctx: Context,
  deps: FeedbackDeps,
  given: AnomalyFeedback,
  id: string
): Promise<Feedback> {
  authorize(ctx, 'anomaly.feedback');
  const { documents, audit, transactions, clock } = deps;
  const nowMs = clock.now();
  return transactions.run(async () => {
    const known = await listFeedback(ctx, documents);
    const same = known.find((one) => one.id === id);
    if (same !== undefined) {
      return same;
    }
    const old = known.filter(({ endMs }) => endMs + KEEP_MS < nowMs);
    await Promise.all(old.map(({ id }) => documents.delete(ctx, FEEDBACK, id)));
    if (known.length - old.length >= MOST_FEEDBACK) {
      throw new HeadroomError('too_large', `The data source has feedback on ${MOST_FEEDBACK} anomalies already.`, {
        field: 'body',
        remedy: 'Undo some that no longer matter, or raise the minimum deviation of the signal.',
      });
    }
    const { query, labels, startMs, endMs, verdict, note } = given;
    const record: FeedbackRecord = {
      expr: query.expr,
      labels,
      startMs,
      endMs,
      verdict,
      note,
      by: ctx.principal,
      atMs: nowMs,
    };
    await documents.put(ctx, FEEDBACK, id, record, 0);
    await audit.append(ctx, {
      action: 'anomaly.feedback',
      subject: id,
      detail: { ...record, expr: record.expr.slice(0, 500) },
    });
    return { ...record, id };
  });
}

/** Takes feedback back, audited; throws `not_found`. */
export async function undoFeedback(
  ctx: Context,
  { documents, audit, transactions }: FeedbackDeps,
  id: string
): Promise<void> {
  authorize(ctx, 'anomaly.feedback');
  await transactions.run(async () => {
    if (!(await documents.delete(ctx, FEEDBACK, id))) {
      throw new HeadroomError('not_found', 'There is no such feedback.', {
        field: 'id',
        remedy: 'It may have been undone already.',
      });
    }
    await audit.append(ctx, { action: 'anomaly.feedback.undo', subject: id });
  });
}

/** The answer to feedback, in words for the person who gave it. */
export function feedbackAnswer(
  { id, verdict }: Feedback,
  thresholdBefore: number,
  thresholdAfter: number
): AnomalyFeedbackResponse {
  const [before, after] = [Math.round(thresholdBefore), Math.round(thresholdAfter)];
  const sentence =
    verdict === 'real'
      ? 'Noted as real. The threshold stays as it is.'
      : after > before
        ? `Threshold of this series raised from ${before} to ${after}.`
        : 'This stretch is taken as normal. The threshold stays as it is.';
  return { id, verdict, thresholdBefore, thresholdAfter, sentence };
}

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
