import { MIB, spoken } from '../amounts.ts';
import { add, type Step } from './step.ts';

const BUMP = { bytes: 100 * MIB, factor: 1.25 } as const;

/**
 * A container killed for lack of memory needed more than could be seen: the request becomes at least what it had, the
 * limit that and 25 %, or 100 MiB where that is more. The limit in force at the kill counts, not today's, so that
 * advice that was followed is not repeated.
 */
export const outOfMemory: Step = (estimate, { history: { oomKills }, measures }) => {
  if (oomKills.length === 0) {
    return estimate;
  }
  const had = oomKills.reduce((most, { limitBytes }) => Math.max(most, limitBytes ?? measures.most), 0);
  const needed = Math.max(had * BUMP.factor, had + BUMP.bytes);
  const times = oomKills.length === 1 ? 'once' : `${oomKills.length} times`;
  return add(estimate, {
    step: 'out of memory',
    sentence: `It was killed ${times} for lack of memory at up to ${spoken('memory', had)}.`,
    request: Math.max(estimate.request, had),
    limit: Math.max(estimate.limit, needed),
    finding: 'out of memory',
  });
};
