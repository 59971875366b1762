/** From when on a time zone has an offset, Unix milliseconds; `offsetMs` is local time less UTC. */
export interface OffsetChange {
  readonly fromMs: number;
  readonly offsetMs: number;
}

/** Shorter than any stretch of summer or winter time in force; Morocco's pause of a month is the shortest. */
const PROBE_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Local time less UTC at a moment, in milliseconds, by the runtime's own time zone data (`Intl`). UTC asks nothing.
 *
 * @param timeZone a name of the IANA database, such as `Europe/Berlin`
 * @throws RangeError for an unknown zone
 */
export function zoneOffsetMs(timeZone: string, timeMs: number): number {
  if (timeZone === 'UTC') {
    return 0;
  }
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?/.exec(name) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1_000;
  return sign === '-' ? -size : size;
}

/**
 * The offsets of a zone between two moments: the first entry is in force at `startMs`, each further one from its
 * change on, to the minute. Asks the runtime once a week of the stretch and some twenty times a change.
 *
 * @throws RangeError for an unknown zone
 */
export function zoneOffsets(timeZone: string, startMs: number, endMs: number): OffsetChange[] {
  let known = { fromMs: startMs, offsetMs: zoneOffsetMs(timeZone, startMs) };
  const changes = [known];
  for (let before = startMs; before < endMs && timeZone !== 'UTC'; before += PROBE_MS) {
    const after = Math.min(before + PROBE_MS, endMs);
    const offsetMs = zoneOffsetMs(timeZone, after);
    if (offsetMs !== known.offsetMs) {
      known = { fromMs: changeBetween(timeZone, before, after, known.offsetMs), offsetMs };
      changes.push(known);
    }
  }
  return changes;
}

/** The first full minute after `before` at which the offset is no longer the old one. */
function changeBetween(timeZone: string, before: number, after: number, oldOffsetMs: number): number {
  let [low, high] = [Math.floor(before / MINUTE_MS), Math.ceil(after / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(timeZone, middle * MINUTE_MS) === oldOffsetMs) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high * MINUTE_MS;
}
