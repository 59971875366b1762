import type { AnomalyJson } from '#contract/anomaly-rest.ts';
import type { JsonNumber } from '#contract/rest.ts';
import type { DetectorName } from '#model/anomaly/types.ts';
import { formatMoment, type TimeZoneName } from '../forecast/dates.ts';
import type { ValueUnit } from '../forecast/units.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The detectors' names for people. */
const DETECTOR_NAMES: Record<DetectorName, string> = {
  'z-score': 'Z-score',
  'robust-z': 'Robust z-score',
  seasonal: 'Seasonal residual',
  autoregressive: 'Autoregressive residual',
  'isolation-forest': 'Isolation forest',
  'level-shift': 'Level shift',
  flatline: 'Flatline',
  record: 'Record value',
  adaptive: 'Adaptive level',
  activity: 'Activity',
  departure: 'Departure from habit',
};

/** A detector's name; an engine may know more of them than this browser. */
export function detectorName(detector: string): string {
  return DETECTOR_NAMES[detector as DetectorName] ?? detector;
}

/** Values and dates as the reader wants them. */
export interface Wording {
  readonly unit: ValueUnit;
  readonly timeZone: TimeZoneName;
}

/**
 * What happened in a few sentences: "0.41, usually 0.16–0.22 at this time (Tue 24 Nov, 14:00 UTC). 6.1 robust standard
 * deviations above the usual value. Score 97." A value within what is usual is said to be, and the reason to be another.
 */
export function explain(
  { peak, evidence }: Pick<AnomalyJson, 'peak' | 'evidence'>,
  { unit, timeZone }: Wording
): string {
  const usual = usualPhrase(peak, unit);
  const value = unit.format(peak.value);
  const moment = formatMoment(peak.timeMs, timeZone);
  const first = usual === undefined ? `${value} (${moment})` : `${value}, ${usual} at this time (${moment})`;
  const sentence = evidence[0]?.sentence;
  const reason = sentence !== undefined && isWithin(peak) ? `Unusual for another reason: ${sentence}` : sentence;
  return [first, reason, `Score ${Math.round(peak.score)}`]
    .filter((sentence) => sentence !== undefined)
    .map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`.replace(/\.?$/, '.'))
    .join(' ');
}

type Peak = Pick<AnomalyJson['peak'], 'value' | 'lower' | 'upper' | 'expected'>;

/** What was usual beside the value: "usually 1–3 cores", or "within the usual 1–3 cores" where the value is. */
export function usualPhrase(peak: Peak, unit: ValueUnit): string | undefined {
  const usual = usualText(peak, unit);
  return usual && `${isWithin(peak) ? 'within the usual' : 'usually'} ${usual}`;
}

function isWithin({ value, lower, upper }: Peak): boolean {
  return lower !== null && upper !== null && lower <= value && value <= upper;
}

/** What was usual at the peak: the narrower band, else the expected value alone; `undefined` when nothing is known. */
export function usualText(
  { lower, upper, expected }: { readonly lower: JsonNumber; readonly upper: JsonNumber; readonly expected: JsonNumber },
  unit: ValueUnit
): string | undefined {
  if (lower !== null && upper !== null) {
    return spanText(unit.format(lower), unit.format(upper));
  }
  return expected === null ? undefined : unit.format(expected);
}

/** From one value to another; a unit that both have is said once, and so are two values that read alike. */
function spanText(lower: string, upper: string): string {
  if (lower === upper) {
    return upper.replaceAll(' ', '\u00a0');
  }
  const [, number = '', word] = /^(\S+) (\S+)$/.exec(lower) ?? [];
  const isShared = word !== undefined && upper.endsWith(` ${word}`);
  return `${isShared ? number : lower}–${upper}`.replaceAll(' ', '\u00a0');
}

/** A share above this says no more than the difference itself. */
const MOST_PERCENT = 999;

/** How far off the peak was, and as a share of what was expected: "+0.12 cores (+40%)". */
export function deviationText({ peak }: Pick<AnomalyJson, 'peak'>, unit: ValueUnit): string {
  const { value, expected } = peak;
  if (expected === null) {
    return unit.format(value);
  }
  const difference = value - expected;
  const sign = difference < 0 ? '−' : '+';
  const percent = Math.round((100 * Math.abs(difference)) / Math.abs(expected));
  const share = percent > MOST_PERCENT ? '' : ` (${sign}${percent}%)`;
  return `${sign}${unit.format(Math.abs(difference))}${share}`;
}

/** How long something lasted: "under a minute", "45 min", "3 h 20 min", "2 d 4 h". */
export function lengthText(milliseconds: number): string {
  if (milliseconds < MINUTE) {
    return 'under a minute';
  }
  const minutes = Math.round(milliseconds / MINUTE);
  const parts: Array<[number, string]> =
    milliseconds < HOUR
      ? [[minutes, 'min']]
      : milliseconds < DAY
        ? [
            [Math.floor(minutes / 60), 'h'],
            [minutes % 60, 'min'],
          ]
        : [
            [Math.floor(minutes / 1_440), 'd'],
            [Math.floor((minutes % 1_440) / 60), 'h'],
          ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
