import { spoken } from '../amounts.ts';
import { add, type Step } from './step.ts';

/** A peak of this many times the request is a burst. */
const BURST = 2.5;

/** Short high use is for the limit: it says so where the peak is far above the request, which stays where it is. */
export const burst: Step = (estimate, { history: { resource }, measures: { calmMost } }) =>
  resource === 'cpu' && calmMost > BURST * estimate.request && calmMost > 0.05
    ? add(estimate, {
        step: 'burst',
        sentence: `Short bursts up to ${spoken(resource, calmMost)} need room below a limit, not a reservation.`,
        finding: 'bursty',
      })
    : estimate;
