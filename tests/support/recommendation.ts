import type { RecommendationJson } from '../../pkg/contract/recommendations.ts';

const GIB = 2 ** 30;

/** A recommendation to halve the request of a container's memory, with other parts where given. */
export function recommendationOf(parts: Partial<RecommendationJson> = {}): RecommendationJson {
  return {
    id: '/shop/Deployment/web/web/memory',
    target: {
      cluster: '',
      namespace: 'shop',
      kind: 'Deployment',
      name: 'web',
      container: 'web',
      resource: 'memory',
      replicas: 1,
    },
    outcome: 'change',
    changes: [{ field: 'memory request', before: 2 * GIB, after: GIB }],
    purpose: 'saving',
    reason: [{ step: 'headline', sentence: 'Memory is over-requested.' }],
    findings: ['over-requested'],
    evidence: [{ label: 'P99 of use', value: GIB / 2, unit: 'bytes' }],
    lacking: [],
    replays: [],
    cost: { currency: 'USD', before: 10, after: 5, saving: 5, extra: 0 },
    confidence: 0.8,
    effort: 'low',
    risk: 'medium',
    severity: 'info',
    priority: 4,
    state: 'proposed',
    version: 0,
    snoozedUntilMs: null,
    history: [],
    ...parts,
  };
}
