import { MIB, roundAmount, spoken } from '../amounts.ts';
import type { Resource } from '../types.ts';
import { add, type Estimate, type Step } from './step.ts';

/** Least and most that may be advised; a missing one is the default floor, or no ceiling. */
export interface AmountPolicy {
  readonly least?: number;
  readonly most?: number;
}

/** Small enough for sidecars, large enough to be scheduled and to start. */
const FLOOR = { cpu: 0.01, memory: 32 * MIB } as const;

/** Keeps request and limit within a policy. A ceiling is told, as it may be too low for the use. */
export function withinPolicy(policies: Readonly<Partial<Record<Resource, AmountPolicy>>>): Step {
  return (estimate, { history: { resource } }) => {
    const { least = FLOOR[resource], most = Infinity } = policies[resource] ?? {};
    const clamp = (amount: number): number => Math.min(Math.max(amount, least), most);
    const clamped = { ...estimate, request: clamp(estimate.request), limit: clamp(estimate.limit) };
    if (estimate.request <= most && estimate.limit <= most) {
      return clamped;
    }
    const sentence = `The policy allows no more than ${spoken(resource, most)}.`;
    return add(estimate, { step: 'policy', sentence, request: clamped.request, limit: clamped.limit });
  };
}

/** Rounds up to amounts that people would write; the limit is at least the request, and the bounds hold the request. */
export const round: Step = (estimate, { history: { resource } }): Estimate => {
  const request = roundAmount(resource, estimate.request);
  const limit = Math.max(request, roundAmount(resource, estimate.limit));
  const { lower, upper } = estimate.bounds;
  return { ...estimate, request, limit, bounds: { lower: Math.min(lower, request), upper: Math.max(upper, request) } };
};
