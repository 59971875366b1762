import { spoken } from '../amounts.ts';
import { add, lack, type Step } from './step.ts';

/** Raises the request to the peak that is expected over the release horizon, and the limit to the upper edge of its band. */
export const forecastPeak: Step = (estimate, { history: { resource, predictedPeak } }) => {
  if (predictedPeak === undefined) {
    return lack(estimate, 'There is no forecast, so growth is not taken into account.');
  }
  const { typical, high } = predictedPeak;
  if (typical <= estimate.request && high <= estimate.limit) {
    return estimate;
  }
  return add(estimate, {
    step: 'forecast peak',
    sentence: `Its predicted peak is ${spoken(resource, typical)}, likely below ${spoken(resource, high)}.`,
    request: Math.max(estimate.request, typical),
    limit: Math.max(estimate.limit, high),
  });
};
