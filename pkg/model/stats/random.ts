import { log } from './portable.ts';

/** A source of pseudo-random numbers, the same for the same seed on every platform. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

const GOLDEN = 0x9e3779b9;

/** Spreads a seed over 32 bits (finaliser of Murmur3). */
function scramble(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * A seeded generator: the 128-bit "small fast counter" of Doty-Humphrey's PractRand for uniforms, the polar method of
 * Marsaglia for normals. Any finite seed; its integer part modulo 2³² counts.
 */
export function seededRandom(seed: number): Random {
  const start = Math.trunc(seed) >>> 0;
  let a = scramble(start + GOLDEN);
  let b = scramble(start + 2 * GOLDEN);
  let c = scramble(start + 3 * GOLDEN);
  let counter = 1;
  const uniform = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) {
    uniform();
  }
  return { uniform, normal: polarNormal(uniform) };
}

function polarNormal(uniform: () => number): () => number {
  let spare = NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    let u = 0;
    let v = 0;
    let square = 0;
    do {
      u = 2 * uniform() - 1;
      v = 2 * uniform() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * log(square)) / square);
    spare = v * factor;
    return u * factor;
  };
}
