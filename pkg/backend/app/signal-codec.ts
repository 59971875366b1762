import { deserialize, serialize } from 'node:v8';
import type { Codec } from './forecast-cache.ts';
import type { SignalForecast } from './forecast-signal.ts';

/** Raised whenever the shape of {@link SignalForecast} or of anything within it changes. */
const VERSION = 1;

/** Forecasts as bytes for the blob store; bytes of another version read as absent. */
export const signalCodec: Codec<SignalForecast> = {
  encode: (value) => serialize({ version: VERSION, value: compact(value) }),
  decode: (bytes) => {
    const { version, value } = deserialize(bytes) as { version: number; value: SignalForecast };
    return version === VERSION ? value : undefined;
  },
};

/** Views into larger buffers would drag the whole buffer along. */
function compact(value: SignalForecast): SignalForecast {
  return {
    ...value,
    series: value.series.map((one) => ({ ...one, history: { ...one.history, values: one.history.values.slice() } })),
  };
}
