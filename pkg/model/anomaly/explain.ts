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

type Words = (size: string, side: string, usual: string, raw: number) => string;

const SENTENCES: Readonly<Record<DetectorName, Words>> = {
  'z-score': (size) => `${size} standard deviations from the mean of the last days`,
  'robust-z': (size) => `${size} robust standard deviations from the median of the last days`,
  seasonal: (size, side, usual) => `${size} robust standard deviations ${side} ${usual}`,
  adaptive: (size) => `${size} robust standard deviations from what has lately been the best guess`,
  autoregressive: (size) => `${size} robust standard deviations from where the last samples were heading`,
  'isolation-forest': (size) => `an unusual combination of value, deviation and step (isolation score ${size})`,
  'level-shift': (size) =>
    `the mean of the last samples is ${size} robust standard deviations from what such means were`,
  activity: (size) => `moves ${size} robust standard deviations more or less than it used to`,
  flatline: () => 'a series that normally moves has stopped',
  record: (_size, _side, _usual, raw) => `outside of everything seen before, by ${Math.round(10 * raw)}% of its range`,
  departure: (size, side) => `${size} robust standard deviations ${side} habit, as never at this time of day or week`,
};

function sentence(detector: DetectorName, raw: number, side: string, usual: string): string {
  return SENTENCES[detector](raw.toFixed(1), side, usual, raw);
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
