import { keyOf, uniform } from './random.ts';
import type { Curve } from './series.ts';

/** Autocorrelated noise as a sum of layers, each twice as quick as the one before. */
export interface NoiseShape {
  /** Distance of the slowest layer's knots, milliseconds; correlation dies out beyond it. */
  readonly slowestMs: number;
  readonly layers: number;
  /** Weight of each layer relative to the one before, within (0, 1]. */
  readonly decay: number;
}

function ease(u: number): number {
  return u * u * (3 - 2 * u);
}

/**
 * One layer of value noise: random levels of [-1, 1] at knots `periodMs` apart, joined by the cubic 3u² − 2u³. Smooth,
 * within [-1, 1], its slope at most 3 / periodMs.
 */
export function valueNoise(key: number, periodMs: number): Curve {
  const phase = uniform(key, -1);
  return (tMs) => {
    const position = tMs / periodMs + phase;
    const knot = Math.floor(position);
    const left = uniform(key, knot);
    const right = uniform(key, knot + 1);
    return 2 * (left + (right - left) * ease(position - knot)) - 1;
  };
}

/** Noise within [-1, 1] with a standard deviation of roughly 0.3. Cost: two hashes a layer. */
export function noise(key: number, shape: NoiseShape): Curve {
  const layers: { curve: Curve; weight: number }[] = [];
  let weight = 1;
  let total = 0;
  for (let i = 0; i < shape.layers; i++) {
    layers.push({ curve: valueNoise(keyOf(key, `layer ${i}`), shape.slowestMs / 2 ** i), weight });
    total += weight;
    weight *= shape.decay;
  }
  return (tMs) => {
    let sum = 0;
    for (const layer of layers) {
      sum += layer.weight * layer.curve(tMs);
    }
    return sum / total;
  };
}

/**
 * A bounded drift to add to a counter, so that counters of one machine do not rise in lockstep: its rate stays within
 * ± `maxPerSecond`, hence a counter that rises faster than that stays monotone.
 */
export function drift(key: number, periodMs: number, maxPerSecond: number): Curve {
  const layer = valueNoise(key, periodMs);
  const amplitude = (maxPerSecond * periodMs) / 3000;
  return (tMs) => amplitude * layer(tMs);
}
