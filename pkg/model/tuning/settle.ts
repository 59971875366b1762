import { MIB } from './amounts.ts';
import type { Change, Proposal, Resource, ResourceHistory } from './types.ts';

/** Smaller differences are not worth a rollout: a share of what is set, and an absolute amount. */
const DEADBAND = { share: 0.1, cpu: 0.01, memory: 16 * MIB } as const;
/** Too little to hurt, even below the lower bound: a few thousandths of a core. Of memory nothing is. */
const TRIVIAL = { cpu: 0.005, memory: 0 } as const;
/** A memory limit is lowered only from this many times what is advised: lowering it frees nothing. */
const LOOSE = 2;

/** Request and limit as they should be; missing: not set. */
export interface Settled {
  readonly request?: number;
  readonly limit?: number;
}

/**
 * What of a proposal is worth changing. An amount is either left or set to the proposal's, so that settling the same
 * proposal again changes nothing.
 *
 * - A request moves when it is off by more than 10 % and 10m or 16 MiB, or below the lower bound (by more than 5m).
 * - A CPU limit is only ever raised: a high one costs nothing, and a missing one throttles nobody.
 * - A memory limit is set where there is none, raised when more than 10 % short or below what was used, and lowered when
 *   it is twice as high as advised and the request changes too.
 * - A limit is at least the request.
 */
export function settle(proposal: Proposal, history: ResourceHistory, most: number): Settled {
  const request = settleRequest(proposal, history);
  const limit = withoutIdleRollout(settleLimit(proposal, history, most), request, history);
  const consistent = limit === undefined || request === undefined ? limit : Math.max(limit, request);
  return {
    ...(request === undefined ? {} : { request }),
    ...(consistent === undefined ? {} : { limit: consistent }),
  };
}

/** Lowering a limit frees nothing, so it never is the only reason for a rollout. */
function withoutIdleRollout(
  limit: number | undefined,
  request: number | undefined,
  before: ResourceHistory
): number | undefined {
  const isLowered = limit !== undefined && before.limit !== undefined && limit < before.limit;
  return isLowered && request === before.request ? before.limit : limit;
}

function settleRequest({ request, bounds }: Proposal, history: ResourceHistory): number | undefined {
  const before = history.request;
  if (request === undefined || before === undefined) {
    return request ?? before;
  }
  const isUnsafe =
    bounds !== undefined && before < Math.min(bounds.lower, request) && request - before > TRIVIAL[history.resource];
  return isUnsafe || differs(history.resource, before, request) ? request : before;
}

function settleLimit({ limit }: Proposal, history: ResourceHistory, most: number): number | undefined {
  const before = history.limit;
  if (limit === undefined || limit === 'none') {
    return before;
  }
  if (before === undefined) {
    return history.resource === 'memory' ? limit : undefined;
  }
  if (before < limit) {
    return before < Math.min(most, limit) || differs(history.resource, before, limit) ? limit : before;
  }
  return history.resource === 'memory' && before > LOOSE * limit ? limit : before;
}

function differs(resource: Resource, before: number, after: number): boolean {
  const difference = Math.abs(after - before);
  return difference > DEADBAND.share * before && difference > DEADBAND[resource] * (1 - 1e-9);
}

/** The amounts that differ from what is set. */
export function changesOf({ resource, request, limit }: ResourceHistory, after: Settled): Change[] {
  const change = (field: Change['field'], before: number | undefined, now: number | undefined): Change[] =>
    before === now
      ? []
      : [{ field, ...(before === undefined ? {} : { before }), ...(now === undefined ? {} : { after: now }) }];
  return [...change(`${resource} request`, request, after.request), ...change(`${resource} limit`, limit, after.limit)];
}
