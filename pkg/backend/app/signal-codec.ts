import { deserialize, serialize } from 'node:v8';
import type { Codec } from './forecast-cache.ts';
import type { SignalForecast } from './forecast-signal.ts';

/** Raised whenever the shape of {@link SignalForecast} or of anything within it changes. */
const VERSION = 1;

/** Forecasts as bytes for the blob store; bytes of another version read as absent. */
export const signalCodec: Codec<SignalForecast> = {
  encode: (value) => serialize({ version: VERSION, value }),
  decode: (bytes) => {
    const { version, value } = deserialize(bytes) as { version: number; value: SignalForecast };
    return version === VERSION ? detached(value) : undefined;
  },
};

/**
 * Arrays of their own: those that are read are views into all the bytes, which would go along with each message to a
 * worker.
 */
function detached<T>(value: T): T {
  if (value instanceof Float64Array) {
    return value.slice() as T;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => detached(item)) as T;
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, detached(part)])) as T;
  }
  return value;
}
