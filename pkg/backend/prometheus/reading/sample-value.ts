import { malformed } from '../http/malformed.ts';

const NON_FINITE = ['NaN', '+Inf', '-Inf', 'Inf'];

/**
 * The number that Prometheus wrote as text; NaN for `NaN` and the infinities, which no model can use. Throws
 * `source_malformed` for anything else.
 */
export function parseSampleValue(text: unknown): number {
  if (typeof text === 'string' && text !== '') {
    const value = Number(text);
    if (Number.isFinite(value)) {
      return value;
    }
    if (NON_FINITE.includes(text)) {
      return NaN;
    }
  }
  throw malformed('a sample is not a number');
}

/** Unix milliseconds of a timestamp in seconds. Throws `source_malformed` when it is no number. */
export function parseSampleTime(seconds: unknown): number {
  if (typeof seconds === 'number' && Number.isFinite(seconds)) {
    return Math.round(seconds * 1_000);
  }
  throw malformed('a timestamp is not a number');
}
