import { add, type Step } from './step.ts';

/** On top of use, with much history. */
const MARGIN = {
  cpu: { request: 0.1, limit: 0.2 },
  memory: { request: 0.1, limit: 0.2 },
} as const;
const MOST_TIMES = 4;

/** The margin grows as 1 + 2 / days, up to fourfold: three times as wide after one day, 14% wider after two weeks. */
export const confidenceMargin: Step = (estimate, { history: { resource }, measures: { days } }) => {
  const times = Math.min(MOST_TIMES, 1 + 2 / days);
  const onRequest = 1 + MARGIN[resource].request * times;
  const onLimit = 1 + MARGIN[resource].limit * times;
  const request = estimate.request * onRequest;
  const shown = Math.round(100 * (onRequest - 1));
  const length = days < 1.5 ? `${Math.max(1, Math.round(24 * days))} hours` : `${Math.round(days)} days`;
  const bounds = { lower: estimate.bounds.lower, upper: Math.max(estimate.bounds.upper * onLimit, request) };
  return add(
    { ...estimate, bounds },
    {
      step: 'margin',
      sentence: `A margin of ${shown}% suits ${length} of history.`,
      request,
      limit: estimate.limit * onLimit,
    }
  );
};
