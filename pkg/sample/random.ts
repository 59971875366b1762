/**
 * Random numbers without a state: each is a hash of where it is used, so that any of them can be had in any order.
 * The mixing step is the finalizer of MurmurHash3 (A. Appleby, public domain).
 */

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit key for a purpose: the same seed and path give the same key, others an unrelated one. */
export function keyOf(seed: number, ...path: readonly string[]): number {
  let h = mix(seed);
  for (const part of path) {
    for (let i = 0; i < part.length; i++) {
      h = Math.imul(h ^ part.charCodeAt(i), 0x01000193);
    }
    h = mix(h ^ part.length);
  }
  return h;
}

/** A number of [0, 1) for each integer index of a key. */
export function uniform(key: number, index: number): number {
  return (mix(mix(key) + Math.imul(index | 0, 0x9e3779b1)) >>> 0) / 2 ** 32;
}

/** A number of [min, max) for each integer index of a key. */
export function between(key: number, index: number, min: number, max: number): number {
  return min + (max - min) * uniform(key, index);
}

/** Alphabet of generated Kubernetes names: no vowels and no digits that look like letters. */
const NAME_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** The random part of a generated Kubernetes name. */
export function nameSuffix(key: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text += NAME_LETTERS.charAt(Math.floor(uniform(key, i) * NAME_LETTERS.length));
  }
  return text;
}

/** A version 4 UUID. */
export function uuid(key: number): string {
  const hex = (digits: number, index: number) =>
    Math.floor(uniform(key, index) * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const variant = (8 + Math.floor(uniform(key, 3) * 4)).toString(16);
  return `${hex(8, 0)}-${hex(4, 1)}-4${hex(3, 2)}-${variant}${hex(3, 4)}-${hex(6, 5)}${hex(6, 6)}`;
}
