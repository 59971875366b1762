/**
 * Centred moving average over `width` values (an even width weighs its two outer values by half). Within half a width
 * of an end the first or last full average is repeated. Shorter input than `width`: the overall mean. O(n).
 */
export function movingAverage(values: Float64Array, width: number): Float64Array {
  const count = values.length;
  const half = Math.floor(width / 2);
  const out = new Float64Array(count);
  const sums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) {
    sums[i + 1] = sums[i]! + values[i]!;
  }
  if (count < 2 * half + 1) {
    return out.fill(sums[count]! / Math.max(1, count));
  }
  const even = width % 2 === 0;
  for (let i = half; i < count - half; i++) {
    const whole = sums[i + half + 1]! - sums[i - half]!;
    out[i] = (even ? whole - 0.5 * (values[i - half]! + values[i + half]!) : whole) / width;
  }
  out.fill(out[half]!, 0, half);
  out.fill(out[count - half - 1]!, count - half);
  return out;
}

/** The values less their least-squares line. O(n). */
export function removeLine(values: Float64Array): Float64Array {
  const { intercept, slope } = fitLine(values);
  return values.map((value, i) => value - intercept - slope * i);
}

/** Least-squares line through equally spaced values: `intercept + slope · index`. Needs at least one value. */
export function fitLine(values: Float64Array): { intercept: number; slope: number } {
  const centre = (values.length - 1) / 2;
  let sum = 0;
  let cross = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    cross += (i - centre) * values[i]!;
    square += (i - centre) * (i - centre);
  }
  const slope = square === 0 ? 0 : cross / square;
  return { intercept: sum / values.length - slope * centre, slope };
}
