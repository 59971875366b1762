import { between, keyOf, uniform } from '../random.ts';
import { schedule } from '../schedule.ts';
import { DAY, HOUR, MINUTE } from '../series.ts';

const BUCKET = 5 * MINUTE;
const FAILURE_CHANCE = 0.0012;
const OUTAGE_EVERY = 12 * DAY;

/** Around the anchor every scrape works, so that a demo does not begin with a hole. */
const QUIET_BEFORE = 2 * HOUR;
const QUIET_AFTER = 4 * HOUR;

/**
 * Whether scrapes of a target work at an instant: single failures of five minutes a few times in a fortnight, and every
 * twelve days or so an outage of 10 to 50 minutes.
 */
export function scrapeHealth(seed: number, target: string, anchorMs: number): (tMs: number) => boolean {
  const key = keyOf(seed, 'scrape', target);
  const outages = schedule({
    key: keyOf(key, 'outages'),
    everyMs: OUTAGE_EVERY,
    phaseMs: anchorMs - OUTAGE_EVERY * uniform(keyOf(key, 'phase'), 0),
    jitter: 0.6,
  });
  return (tMs) => {
    if (tMs > anchorMs - QUIET_BEFORE && tMs < anchorMs + QUIET_AFTER) {
      return true;
    }
    if (uniform(key, Math.floor(tMs / BUCKET)) < FAILURE_CHANCE) {
      return false;
    }
    const outage = outages.indexAt(tMs);
    return tMs - outages.timeOf(outage) >= between(key, outage, 10 * MINUTE, 50 * MINUTE);
  };
}
