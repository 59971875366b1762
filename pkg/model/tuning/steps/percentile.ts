import { spoken } from '../amounts.ts';
import { largestQuantile } from '../history.ts';
import type { Estimate, View } from './step.ts';

/** A CPU request is a share of the node in times of need, memory has to be there. */
const REQUEST_SHARE = { cpu: 0.95, memory: 0.99 } as const;

/** The least that is safe, in multiples of that share: memory that runs out is not given back. */
const LEAST = { cpu: 1, memory: 1.05 } as const;

/**
 * Where all steps start: the request at P95 of the busiest pod's CPU outside of start-ups, or P99 of its memory, start-ups
 * included; the limit at the largest use outside of start-ups.
 */
export function percentile({ history: { resource }, measures }: View): Estimate {
  const share = REQUEST_SHARE[resource];
  const request = largestQuantile(resource === 'cpu' ? measures.calm : measures.sorted, share);
  const limit = resource === 'cpu' ? measures.calmMost : measures.most;
  return {
    request,
    limit,
    bounds: { lower: LEAST[resource] * request, upper: limit },
    reason: [
      {
        step: 'percentile',
        sentence: `The busiest pod's P${Math.round(100 * share)} is ${spoken(resource, request)}, its largest use ${spoken(resource, limit)}.`,
        request,
        limit,
      },
    ],
    findings: [],
    lacking: [],
  };
}
