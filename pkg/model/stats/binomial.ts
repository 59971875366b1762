import { exp, log } from './portable.ts';

/**
 * Probability of at most `hits` successes in `trials` independent ones that each succeed with `probability`: the exact
 * sum, term by term from the first. 0 below none, 1 from `trials` on. O(hits).
 */
export function binomialCdf(hits: number, trials: number, probability: number): number {
  if (hits < 0) {
    return 0;
  }
  if (hits >= trials) {
    return 1;
  }
  const odds = log(probability) - log(1 - probability);
  let term = trials * log(1 - probability);
  let sum = exp(term);
  for (let k = 1; k <= hits; k++) {
    term += log((trials - k + 1) / k) + odds;
    sum += exp(term);
  }
  return Math.min(sum, 1);
}
