import type { RecommendationJson } from '#contract/recommendations.ts';

/** What the requests of a namespace cost a month. */
export interface NamespaceCost {
  readonly namespace: string;
  readonly before: number;
  readonly after: number;
  /** What the P95 of use would cost at the same prices: what is above it is idle most of the time. */
  readonly used: number;
}

/**
 * Cost of all requests by namespace, as they are, as recommended, and of what is used; the largest first. Rejected and
 * snoozed changes leave a request as it is. What is not requested has no price and counts once it is.
 */
export function namespaceCosts(all: readonly RecommendationJson[]): NamespaceCost[] {
  const sums = new Map<string, NamespaceCost>();
  for (const one of all) {
    const { namespace } = one.target;
    const sum = sums.get(namespace) ?? { namespace, before: 0, after: 0, used: 0 };
    const before = one.cost.before ?? 0;
    const isOpen = one.state === 'proposed' || one.state === 'approved';
    sums.set(namespace, {
      namespace,
      before: sum.before + before,
      after: sum.after + (isOpen ? (one.cost.after ?? before) : before),
      used: sum.used + usedCost(one),
    });
  }
  return [...sums.values()].filter(({ before, after }) => before > 0 || after > 0).sort((a, b) => b.before - a.before);
}

/** Price of the P95 of use, or of what a volume holds now, at the price of what is requested. */
function usedCost({ target, cost, evidence, replays, changes }: RecommendationJson): number {
  const label = target.resource === 'storage' ? 'Used now' : 'P95 of use';
  const used = evidence.find((candidate) => candidate.label === label)?.value;
  const change = changes.find(({ field }) => field.endsWith('request'));
  const request = change?.before ?? replays.find(({ strategy }) => strategy === 'current')?.request;
  const [amount, price] = request === undefined ? [change?.after, cost.after] : [request, cost.before];
  return used === undefined || amount === undefined || price === null ? 0 : (price * used) / amount;
}
