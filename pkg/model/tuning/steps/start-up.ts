import { spoken } from '../amounts.ts';
import { add, lack, type Step } from './step.ts';

/** A start-up this many times above everything else deserves a word. */
const NOTABLE = 1.25;

/** Start-up peaks do not set the CPU request, but have to fit below the limit. */
export const startUp: Step = (estimate, { history: { resource }, measures }) => {
  const { startUpMost, calmMost, knowsStarts } = measures;
  if (!knowsStarts) {
    return lack(estimate, 'Start times are unknown, so start-up peaks count as ordinary use.');
  }
  if (!(startUpMost > estimate.limit) && !(startUpMost > NOTABLE * calmMost)) {
    return estimate;
  }
  const amount = spoken(resource, startUpMost);
  const consequence = resource === 'cpu' ? 'does not set the request, but fits below a limit' : 'fits below the limit';
  const limit = Math.max(estimate.limit, startUpMost);
  return add(estimate, {
    step: 'start-up',
    sentence: `The peak of ${amount} while starting ${consequence}.`,
    limit,
    ...(startUpMost > NOTABLE * calmMost ? { finding: 'start-up peak' } : {}),
  });
};
