/*
 * ECMAScript leaves the last bit of these functions to the implementation, and browsers and Node do differ in it. Here
 * they are made of additions, multiplications and divisions, which IEEE 754 fixes, so that a model makes the same
 * choices everywhere. Methods and coefficients: fdlibm (Sun Microsystems, 1993); errors below 1 unit in the last place.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;
const MOST_EXPONENT = 709.782712893384;
const LEAST_EXPONENT = -745.1332191019412;
const SUBNORMAL_SCALE = 2 ** 54;

/** Half of π in three parts; the first two have trailing zeros, so that small multiples of them are exact. */
const HALF_PI = [1.57079632673412561417, 6.0771005063039659766e-11, 2.02226624879595063154e-21] as const;
const INVERSE_HALF_PI = 6.36619772367581382433e-1;

const [L1, L2, L3, L4, L5, L6, L7] = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;
const [E1, E2, E3, E4, E5] = [
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.6533902205465251539e-6,
  4.13813679705723846039e-8,
] as const;
const SINE = [
  -1.66666666666666324348e-1, 8.33333333332248946124e-3, -1.98412698298579493134e-4, 2.75573137070700676789e-6,
  -2.50507602534068634195e-8, 1.58969099521155010221e-10,
];
const COSINE = [
  4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5, -2.75573143513906633035e-7,
  2.0875723212981748279e-9, -1.13596475577881948265e-11,
];

const bits = new DataView(new ArrayBuffer(8));

/** The polynomial with these coefficients, lowest first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) {
    sum = sum * x + coefficients[i]!;
  }
  return sum;
}

/** Natural logarithm; −∞ of 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) {
    return x === 0 ? -Infinity : x > 0 ? x : NaN;
  }
  const isSubnormal = x < 2 ** -1022;
  bits.setFloat64(0, isSubnormal ? x * SUBNORMAL_SCALE : x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (isSubnormal ? 54 : 0);
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = bits.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const series = L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7)))));
  const rest = s * (half + z * series);
  return exponent * LN2_HIGH - (half - (rest + exponent * LN2_LOW) - f);
}

/** The exponential function. */
export function exp(x: number): number {
  if (Number.isNaN(x) || x > MOST_EXPONENT) {
    return x > 0 ? Infinity : NaN;
  }
  if (x < LEAST_EXPONENT) {
    return 0;
  }
  const exponent = Math.round(x * INVERSE_LN2);
  const high = x - exponent * LN2_HIGH;
  const low = exponent * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (E1 + t * (E2 + t * (E3 + t * (E4 + t * E5))));
  const mantissa = 1 - (low - (r * c) / (2 - c) - high);
  // In two steps, as 2^1024 and the powers below 2^-1022 do not fit into one.
  const first = Math.trunc(exponent / 2);
  return mantissa * powerOfTwo(first) * powerOfTwo(exponent - first);
}

function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** Sine of an angle of a few turns at most. */
export function sin(angle: number): number {
  return quarterTurns(angle, 0);
}

/** Cosine of an angle of a few turns at most. */
export function cos(angle: number): number {
  return quarterTurns(angle, 1);
}

/** Sine of the angle and a number of quarter turns. */
function quarterTurns(angle: number, more: number): number {
  const quarters = Math.round(angle * INVERSE_HALF_PI);
  const x = angle - quarters * HALF_PI[0] - quarters * HALF_PI[1] - quarters * HALF_PI[2];
  const z = x * x;
  const quadrant = (quarters + more) & 3;
  const value = quadrant % 2 === 0 ? x + x * z * polynomial(SINE, z) : 1 - (0.5 * z - z * z * polynomial(COSINE, z));
  return quadrant < 2 ? value : -value;
}
