import type { Decision, RecommendationJson } from '#contract/recommendations.ts';
import { decide, type DecisionBody } from '../../shared/api/recommendation-api.ts';
import { type Command, useCommand } from '../../shared/api/use-command.ts';
import { whyNot } from '../../shared/host/user.ts';

/** A decision without the version, which each recommendation has its own of. */
export type Verdict = Omit<DecisionBody, 'version'>;

/** Decides about some recommendations, one after the other. */
export interface Deciding {
  readonly command: Command;
  readonly decide: (verdict: Verdict) => void;
}

/**
 * @param ones those that are decided about, as they were looked at
 * @param onDone called afterwards, also when one failed: those before it are decided
 */
export function useDecide(sourceUid: string, ones: readonly RecommendationJson[], onDone: () => void): Deciding {
  const command = useCommand();
  const decideAll = async (verdict: Verdict) => {
    try {
      for (const { id, version } of ones) {
        await decide({ sourceUid, id }, { ...verdict, version });
      }
    } finally {
      onDone();
    }
  };
  return { command, decide: (verdict) => command.run(() => decideAll(verdict)) };
}

const ALREADY = { approve: 'approved', reject: 'rejected', snooze: undefined, reopen: 'proposed' } as const;

/** Why some recommendations cannot be decided about in a way; `undefined` when they can. */
export function whyNoDecision(
  action: Decision['action'],
  ones: ReadonlyArray<Pick<RecommendationJson, 'outcome' | 'state'>>
): string | undefined {
  if (ones.some(({ outcome }) => outcome !== 'change')) {
    return 'There is no change to decide on.';
  }
  if (ones.every(({ state }) => state === ALREADY[action])) {
    return `Already ${ALREADY[action] ?? 'decided'}.`;
  }
  const touchesApproval = action === 'approve' || ones.some(({ state }) => state === 'approved');
  return whyNot('recommendation.triage') ?? (touchesApproval ? whyNot('recommendation.approve') : undefined);
}
