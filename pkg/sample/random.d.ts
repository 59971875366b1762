/**
 * Random numbers without a state: each is a hash of where it is used, so that any of them can be had in any order.
 * The mixing step is the finalizer of MurmurHash3 (A. Appleby, public domain).
 */
/** A 32-bit key for a purpose: the same seed and path give the same key, others an unrelated one. */
export declare function keyOf(seed: number, ...path: readonly string[]): number;
/** A number of [0, 1) for each integer index of a key. */
export declare function uniform(key: number, index: number): number;
/** A number of [min, max) for each integer index of a key. */
export declare function between(key: number, index: number, min: number, max: number): number;
/** The random part of a generated Kubernetes name. */
export declare function nameSuffix(key: number, length: number): string;
/** A version 4 UUID. */
export declare function uuid(key: number): string;
