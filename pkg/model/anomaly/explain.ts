import { zoneOffsetMs } from '../series/time-zone.ts';
import type { DetectorName, Evidence, Scores } from './types.ts';

/** Raw scores below say nothing worth telling. */
const TELLING = 3;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Why a sample is anomalous: the detectors that score it at least 3, strongest first; the strongest alone if none does. */
export function explain(scores: Scores, index: number, seasons: readonly number[], timeZone: string): Evidence[] {
  const all = [...scores.raw].map(([detector, raw]) => ({ detector, raw: raw[index]! })).sort((a, b) => b.raw - a.raw);
  const telling = all.filter(({ raw }) => raw >= TELLING);
  const hour = usualWords(scores, index, seasons, timeZone);
  const side = scores.values[index]! < scores.baseline.expected[index]! ? 'below' : 'above';
  return (telling.length > 0 ? telling : all.slice(0, 1)).map(({ detector, raw }) => ({
    detector,
    raw,
    sentence: sentence(detector, raw, side, hour),
  }));
}

function sentence(detector: DetectorName, raw: number, side: string, usual: string): string {
  const size = raw.toFixed(1);
  switch (detector) {
    case 'z-score':
      return `${size} standard deviations from the mean of the last days`;
    case 'robust-z':
      return `${size} robust standard deviations from the median of the last days`;
    case 'seasonal':
      return `${size} robust standard deviations ${side} ${usual}`;
    case 'adaptive':
      return `${size} robust standard deviations from what has lately been the best guess`;
    case 'autoregressive':
      return `${size} robust standard deviations from where the last samples were heading`;
    case 'isolation-forest':
      return `an unusual combination of value, deviation and step (isolation score ${size})`;
    case 'level-shift':
      return `the mean of the last samples is ${size} robust standard deviations from what such means were`;
    case 'activity':
      return `moves ${size} robust standard deviations more or less than it used to`;
    case 'flatline':
      return 'a series that normally moves has stopped';
    case 'record':
      return `outside of everything seen before, by ${Math.round(10 * raw)} % of its range`;
  }
}

function usualWords({ startMs, stepMs }: Scores, index: number, seasons: readonly number[], timeZone: string): string {
  if (seasons.length === 0 || stepMs >= DAY_MS) {
    return 'the usual value';
  }
  const utcMs = startMs + index * stepMs;
  const local = new Date(utcMs + zoneOffsetMs(timeZone, utcMs));
  const clock = local.toISOString().slice(11, 16);
  return `the usual value for ${WEEKDAYS[local.getUTCDay()]!} ${clock}`;
}
