import { spoken } from './amounts.ts';
import { largestQuantile } from './history.ts';
import { measure, type Measures } from './measures.ts';
import { noData, notEnough, withoutAdvice } from './no-proposal.ts';
import { burst } from './steps/burst.ts';
import { forecastPeak } from './steps/forecast-peak.ts';
import { confidenceMargin } from './steps/margin.ts';
import { outOfMemory } from './steps/out-of-memory.ts';
import { percentile } from './steps/percentile.ts';
import { round, withinPolicy, type AmountPolicy } from './steps/policy.ts';
import { startUp } from './steps/start-up.ts';
import { stack } from './steps/step.ts';
import { throttled } from './steps/throttled.ts';
import type { NoProposal, Proposal, Resource, ResourceHistory, Strategy } from './types.ts';

const LEAST_SAMPLES = 24;
const LEAST_DAYS = 0.25;

/** Idle: never more than this in at least that many days. */
const IDLE = { cores: 0.005, days: 2 } as const;

/** Flat at its limit: nearly all of the time within the top tenth below it, hardly moving. */
const FLAT = { share: 0.9, use: 0.9, spread: 0.06 } as const;

/**
 * Our strategy: what the busiest pod uses, what a forecast sees coming, bursts, start-ups, kills and throttling, each a
 * step of its own, with a margin that shrinks as history grows. Every amount follows from the history alone and not
 * from what is set now, so that advice that was followed is not given again. Needs 24 samples and 6 hours.
 *
 * Left alone: what an autoscaler looks at, and a memory limit that use sticks to without ever being killed (such as a
 * heap sized by the limit: it says how much was given, not how much is needed).
 */
export function headroom(policies: Readonly<Partial<Record<Resource, AmountPolicy>>> = {}): Strategy {
  const steps = stack(
    forecastPeak,
    burst,
    startUp,
    outOfMemory,
    throttled,
    confidenceMargin,
    withinPolicy(policies),
    round
  );
  return {
    name: 'Headroom',
    propose(history) {
      if (history.pods.length === 0) {
        return noData(history);
      }
      const measures = measure(history);
      return refusal(history, measures) ?? flatAtLimit(history, measures) ?? proposal(history, measures);
    },
  };

  function proposal(history: ResourceHistory, measures: Measures): Proposal {
    const view = { history, measures };
    const estimate = steps(percentile(view), view);
    return { kind: 'proposal', ...estimate, findings: [...idle(history, measures), ...estimate.findings] };
  }
}

function refusal(history: ResourceHistory, { samples, days }: Measures): NoProposal | undefined {
  if (samples < LEAST_SAMPLES || days < LEAST_DAYS) {
    const hours = Math.round(240 * days) / 10;
    return notEnough(`There are ${samples} samples over ${hours} hours; advice needs ${LEAST_SAMPLES} over 6 hours.`);
  }
  return history.autoscaled
    ? withoutAdvice(
        'autoscaled',
        'An autoscaler keeps its use at a share of the request: another request would only change the number of replicas.'
      )
    : undefined;
}

function idle({ resource }: ResourceHistory, { calmMost, days }: Measures): readonly ['idle'] | readonly [] {
  return resource === 'cpu' && calmMost <= IDLE.cores && days >= IDLE.days ? ['idle'] : [];
}

function flatAtLimit(history: ResourceHistory, { sorted, p99, most }: Measures): Proposal | undefined {
  const { resource, request, limit, oomKills } = history;
  if (resource !== 'memory' || limit === undefined || oomKills.length > 0 || most > limit * 1.02) {
    return undefined;
  }
  const low = largestQuantile(sorted, 1 - FLAT.share);
  if (low < FLAT.use * limit || most - low > FLAT.spread * limit) {
    return undefined;
  }
  const isOff = request === undefined || request < p99 || request > limit;
  return {
    kind: 'proposal',
    ...(isOff ? { request: limit } : {}),
    reason: [
      {
        step: 'flat at limit',
        sentence: `Its memory stays at the limit of ${spoken('memory', limit)} without being killed, as a heap does that is sized by it: need cannot be told from use.`,
      },
    ],
    findings: ['flat at limit'],
    lacking: ['What the application needs: look at its own figures, such as heap use after garbage collection.'],
  };
}
