import { spoken } from '../amounts.ts';
import { add, lack, type Step } from './step.ts';

/** Below this share of periods nobody notices. */
const NOTABLE = 0.05;

/**
 * A throttled container needs more than could be seen: the limit becomes what it was then and up to twice that, the more
 * it was throttled. Not today's limit, so that advice that was followed is not repeated.
 */
export const throttled: Step = (estimate, { history, measures }) => {
  if (history.resource !== 'cpu') {
    return estimate;
  }
  if (history.throttling === undefined) {
    return history.limit === undefined ? estimate : lack(estimate, 'Throttling was not measured.');
  }
  const { ratio, limitCores } = history.throttling;
  if (!(ratio > NOTABLE)) {
    return estimate;
  }
  const had = limitCores ?? measures.most;
  return add(estimate, {
    step: 'throttled',
    sentence: `It was throttled in ${Math.round(100 * ratio)}% of the periods at a limit of ${spoken('cpu', had)}.`,
    limit: Math.max(estimate.limit, had * (1.2 + 0.8 * Math.min(1, ratio))),
    finding: 'throttled',
  });
};
