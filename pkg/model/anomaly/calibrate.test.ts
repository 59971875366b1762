import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { type Fused, rate } from './calibrate.ts';

const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);
const COUNT = 3_000;
const LAST = COUNT - 1;
const STEP = 300_000;

function noise(seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: COUNT }, () => Math.abs(random.normal()));
}

/** Rarity of the last sample, −log₁₀ of its tail, all before it being noise. */
function rarityOfLast(change: (fused: { onset: Float64Array; departure: Float64Array }) => void, isHabitKnown = true) {
  const still = (): Float64Array => new Float64Array(COUNT);
  const [onset, departure] = [noise(SEED), noise(SEED + 1)];
  change({ onset, departure });
  const fused: Fused = { extent: still(), onset, record: still(), flatline: still() };
  const { tail } = rate(isHabitKnown ? { ...fused, departure } : fused, new Uint8Array(COUNT).fill(1), STEP);
  return -Math.log10(tail[LAST]!);
}

describe('rate', () => {
  it('believes a departure up to a hundred times beyond what the past can show, however far off it is', () => {
    const far = rarityOfLast(({ departure }) => (departure[LAST] = 1e6));
    expect(far).toBeCloseTo(Math.log10(COUNT / 2) + 2, 9);
  });

  it('calls what is within a known habit one in some 6,000 at most, whatever other detectors say', () => {
    const odd = ({ onset, departure }: { onset: Float64Array; departure: Float64Array }) => {
      onset[LAST] = 60;
      departure[LAST] = 1;
    };
    expect(rarityOfLast(odd)).toBeLessThan(3.8);
    expect(rarityOfLast(odd, false)).toBeGreaterThan(4.5);
  });

  it('gives departures a fifth of the false alarms', () => {
    const seen = (value: number) =>
      rarityOfLast(({ onset, departure }) => {
        onset[LAST] = 0;
        departure[LAST] = value;
      });
    // One in a hundred of noise, and five times as rare is asked for.
    expect(seen(2.576)).toBeGreaterThan(1);
    expect(seen(2.576)).toBeLessThan(1.6);
  });
});
