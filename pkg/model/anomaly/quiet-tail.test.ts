import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { QuietTail } from './quiet-tail.ts';

const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);
const COUNT = 4_000;

function rarities(distance: Float64Array, isResting = (_: number) => false): Float64Array {
  const tail = new QuietTail(distance, new Uint8Array(distance.length).fill(1), COUNT, 50);
  return distance.map((_, i) => tail.at(i, isResting(i)));
}

const noise = (): Float64Array => {
  const random = seededRandom(SEED);
  return Float64Array.from({ length: COUNT }, () => Math.abs(random.normal()));
};
/** Runs of departures that rise over some time and fall again. */
const withRuns = (distance: Float64Array): Float64Array =>
  distance.map((value, i) =>
    i % 500 >= 300 && i % 500 < 340 && i < 3_400 ? 2 + 8 * Math.sin(((i % 500) - 300) / 13) : value
  );

describe('QuietTail', () => {
  it('finds a run as rare after seven others as after none', () => {
    const calm = noise();
    const troubled = withRuns(calm);
    for (const distance of [calm, troubled]) {
      distance.fill(8, 3_900, 3_904);
    }
    const [first, eighth] = [calm, troubled].map((distance) => rarities(distance)[3_900]!);
    expect(first!).toBeGreaterThan(5);
    expect(Math.abs(eighth! / first! - 1)).toBeLessThan(0.1);
  });

  it('does not learn what is near to a flat line', () => {
    const calm = noise();
    const rests = (i: number): boolean => i % 500 >= 300 && i % 500 < 340;
    const frozen = calm.map((value, i) => (rests(i) ? 3.8 : value));
    for (const distance of [calm, frozen]) {
      distance.fill(8, 3_900, 3_904);
    }
    const [first, later] = [rarities(calm), rarities(frozen, rests)].map((one) => one[3_900]!);
    expect(Math.abs(later! / first! - 1)).toBeLessThan(0.1);
    expect(rarities(frozen)[3_900]!).toBeLessThan(0.9 * first!);
  });

  it('learns from single departures that the tail is heavy', () => {
    const light = noise();
    const heavy = light.map((value, i) => (i % 40 === 7 ? 3 + 5 * ((i % 7) / 7) : value));
    for (const distance of [light, heavy]) {
      distance[3_950] = 8;
    }
    expect(rarities(heavy)[3_950]!).toBeLessThan(0.6 * rarities(light)[3_950]!);
  });

  it('says nothing while it knows too little', () => {
    expect(rarities(new Float64Array(60).fill(9)).every((one) => one === 0)).toBe(true);
  });
});
