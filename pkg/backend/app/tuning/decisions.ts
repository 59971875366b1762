import { HeadroomError } from '#contract/errors.ts';
import type { Decision, DecisionJson, RecommendationState } from '#contract/recommendations.ts';
import type { Recommendation } from '#model/tuning/types.ts';
import { authorize, type Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore, StoredDocument } from '../ports/document-store.ts';
import { MAX_LIST } from '../ports/limits.ts';
import type { Transactions } from '../ports/transactions.ts';

const DECISIONS = 'recommendation-decisions';
/** Older steps of a history are in the audit log. */
const MOST_STEPS = 50;

/** What people decided about the recommendation of one object. */
interface DecisionRecord {
  readonly recommendation: string;
  /** Names the amounts that were decided on: a decision does not hold for others. */
  readonly proposal: string;
  readonly state: RecommendationState;
  readonly snoozedUntilMs: number | null;
  readonly history: readonly DecisionJson[];
}

/** Where a recommendation stands. */
export interface Standing {
  readonly state: RecommendationState;
  readonly version: number;
  readonly snoozedUntilMs: number | null;
  readonly history: readonly DecisionJson[];
}

const UNDECIDED: Standing = { state: 'proposed', version: 0, snoozedUntilMs: null, history: [] };

/** What deciding needs from the engine. */
export interface DecisionDeps {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

/** Standings of recommendations by their id; those that nobody decided on are proposed. */
export async function readStandings(
  ctx: Context,
  { documents, clock }: Pick<DecisionDeps, 'documents' | 'clock'>
): Promise<(one: Recommendation) => Standing> {
  const found = new Map<string, { record: DecisionRecord; version: number }>();
  let after: string | undefined;
  do {
    const page = await documents.list<DecisionRecord>(ctx, DECISIONS, {
      limit: MAX_LIST,
      ...(after === undefined ? {} : { after }),
    });
    page.forEach(({ value, version }) => found.set(value.recommendation, { record: value, version }));
    after = page.length === MAX_LIST ? page.at(-1)?.id : undefined;
  } while (after !== undefined);
  return (one) => {
    const known = found.get(one.id);
    return known === undefined ? UNDECIDED : standingOf(one, known.record, known.version, clock.now());
  };
}

function standingOf(one: Recommendation, record: DecisionRecord, version: number, nowMs: number): Standing {
  const { history, snoozedUntilMs } = record;
  const isOver = record.state === 'snoozed' && (snoozedUntilMs ?? 0) <= nowMs;
  const isAnother = record.state !== 'snoozed' && record.proposal !== proposalOf(one);
  return isOver || isAnother
    ? { state: 'proposed', version, snoozedUntilMs: null, history }
    : { state: record.state, version, snoozedUntilMs, history };
}

function proposalOf({ changes }: Recommendation): string {
  return fingerprint(changes);
}

const STATES = { approve: 'approved', reject: 'rejected', snooze: 'snoozed', reopen: 'proposed' } as const;

/**
 * Decides about a recommendation, audited. Rejected and snoozed ones come back when other amounts are recommended or
 * the time is over.
 *
 * @throws HeadroomError `conflict` when somebody decided since `version`; `invalid_argument` when there is nothing to
 *   decide
 */
export async function decide(
  ctx: Context,
  { documents, audit, transactions, clock }: DecisionDeps,
  one: Recommendation,
  decision: Decision
): Promise<void> {
  authorize(ctx, decision.action === 'approve' ? 'recommendation.approve' : 'recommendation.triage');
  const id = fingerprint(one.id);
  await transactions.run(async () => {
    const before = await documents.get<DecisionRecord>(ctx, DECISIONS, id);
    if (before?.value.state === 'approved') {
      authorize(ctx, 'recommendation.approve');
    }
    requireDecidable(one, decision);
    requireVersion(before, decision);
    const record = recordOf(ctx, one, decision, before?.value.history ?? [], clock.now());
    await documents.put(ctx, DECISIONS, id, record, decision.version);
    const detail = { changes: one.changes, reason: decision.reason, untilMs: record.snoozedUntilMs };
    await audit.append(ctx, { action: `recommendation.${decision.action}`, subject: one.id, detail });
  });
}

function recordOf(
  ctx: Context,
  one: Recommendation,
  { action, reason, snooze = 0 }: Decision,
  history: readonly DecisionJson[],
  nowMs: number
): DecisionRecord {
  const untilMs = action === 'snooze' ? nowMs + snooze : null;
  const step: DecisionJson = { atMs: nowMs, by: ctx.principal, action, reason, untilMs };
  return {
    recommendation: one.id,
    proposal: proposalOf(one),
    state: STATES[action],
    snoozedUntilMs: untilMs,
    history: [...history, step].slice(-MOST_STEPS),
  };
}

function requireVersion(before: StoredDocument<DecisionRecord> | undefined, { version }: Decision): void {
  if ((before?.version ?? 0) !== version) {
    throw new HeadroomError('conflict', `${before?.value.history.at(-1)?.by ?? 'Somebody'} decided on it meanwhile.`, {
      field: 'version',
      remedy: 'Read it again and repeat the decision.',
    });
  }
}

function requireDecidable(one: Recommendation, { action }: Decision): void {
  if (one.outcome !== 'change' && action !== 'reopen') {
    throw new HeadroomError('invalid_argument', 'There is no change to decide on.', {
      field: 'id',
      remedy: 'Read the recommendations again.',
    });
  }
}
