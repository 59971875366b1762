import { exp, log } from '../stats/portable.ts';

/** Bucket `k` starts at `first · (growth^k − 1) / (growth − 1)`; each is wider than the one before it by `growth`. */
export interface Buckets {
  readonly first: number;
  readonly growth: number;
  /** Values at or above it share the last bucket. */
  readonly most: number;
}

const LN2 = Math.LN2;

/**
 * A histogram of weighted samples in exponentially growing buckets, in which a sample's weight halves with each half-life
 * that a later one is newer (Kubernetes' vertical pod autoscaler, `util/decaying_histogram.go`). Memory: one number a
 * bucket; a sample costs O(1).
 */
export class DecayingHistogram {
  private readonly buckets: Buckets;
  private readonly halfLifeMs: number;
  private readonly weights: Float64Array;
  private total = 0;
  private referenceMs: number | undefined;

  constructor(buckets: Buckets, halfLifeMs: number) {
    this.buckets = buckets;
    this.halfLifeMs = halfLifeMs;
    this.weights = new Float64Array(bucketOf(buckets, buckets.most) + 1);
  }

  /** Adds a sample; times may come in any order. Values below zero count as zero. */
  add(value: number, weight: number, timeMs: number): void {
    this.referenceMs ??= timeMs;
    const decayed = weight * powerOfTwo((timeMs - this.referenceMs) / this.halfLifeMs);
    const bucket = Math.min(bucketOf(this.buckets, Math.max(0, value)), this.weights.length - 1);
    this.weights[bucket]! += decayed;
    this.total += decayed;
  }

  /**
   * Upper edge of the bucket in which the share `p` of the weight is reached (lower edge of the last bucket, which has
   * no upper one); 0 without samples.
   */
  percentile(p: number): number {
    if (this.total === 0) {
      return 0;
    }
    const threshold = p * this.total;
    const last = this.weights.findLastIndex((weight) => weight > 0);
    let sum = 0;
    let bucket = 0;
    for (; bucket < last; bucket++) {
      sum += this.weights[bucket]!;
      if (sum >= threshold) {
        break;
      }
    }
    return startOf(this.buckets, Math.min(bucket + 1, this.weights.length - 1));
  }
}

/** The whole part is exact, so that samples a whole number of half-lives apart weigh exactly 2 to 1. */
function powerOfTwo(x: number): number {
  const whole = Math.floor(x);
  return 2 ** whole * exp((x - whole) * LN2);
}

function bucketOf({ first, growth }: Buckets, value: number): number {
  return value < first ? 0 : Math.floor(log((value * (growth - 1)) / first + 1) / log(growth));
}

function startOf({ first, growth }: Buckets, bucket: number): number {
  return (first * (exp(bucket * log(growth)) - 1)) / (growth - 1);
}
