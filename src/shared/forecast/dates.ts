const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An IANA name, or Grafana's words `browser` and `utc`. */
export type TimeZoneName = string;

type Parts = Record<'weekday' | 'day' | 'month' | 'hour' | 'minute' | 'timeZoneName', string>;

const SHOWN: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

/** Parts instead of ready-made texts: how these are put together differs between browsers. */
function partsOf(ms: number, timeZone: TimeZoneName): Parts {
  const zone = timeZone === 'browser' || timeZone === '' ? {} : { timeZone: timeZone === 'utc' ? 'UTC' : timeZone };
  const parts = new Intl.DateTimeFormat('en-GB', { ...SHOWN, ...zone }).formatToParts(ms);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return {
    weekday: find('weekday'),
    day: find('day'),
    month: find('month'),
    hour: find('hour'),
    minute: find('minute'),
    timeZoneName: find('timeZoneName'),
  };
}

/** A day, such as "26 Nov". */
export function formatDay(ms: number, timeZone: TimeZoneName): string {
  const { day, month } = partsOf(ms, timeZone);
  return `${day} ${month}`;
}

/** Day and time with the zone, such as "Wed 26 Nov, 14:00 CET". */
export function formatMoment(ms: number, timeZone: TimeZoneName): string {
  const { weekday, day, month } = partsOf(ms, timeZone);
  return `${weekday} ${day} ${month}, ${formatClock(ms, timeZone)}`;
}

/** A time of day with the zone, such as "14:05 CET". */
export function formatClock(ms: number, timeZone: TimeZoneName): string {
  const { hour, minute, timeZoneName } = partsOf(ms, timeZone);
  return `${hour}:${minute} ${timeZoneName}`;
}

/** The days from one moment to another: "26–29 Nov", "29 Nov – 2 Dec", or "26 Nov" when it is one day. */
export function formatDays(fromMs: number, toMs: number, timeZone: TimeZoneName): string {
  const from = partsOf(fromMs, timeZone);
  const to = partsOf(toMs, timeZone);
  if (from.month !== to.month) {
    return `${from.day} ${from.month} – ${to.day} ${to.month}`;
  }
  return from.day === to.day ? `${to.day} ${to.month}` : `${from.day}–${to.day} ${to.month}`;
}

/** The times from one moment to another: "26 Nov, 14:00–16:00", or with both days when they differ. */
export function formatTimes(fromMs: number, toMs: number, timeZone: TimeZoneName): string {
  const from = partsOf(fromMs, timeZone);
  const to = partsOf(toMs, timeZone);
  const start = `${from.day} ${from.month}, ${from.hour}:${from.minute}`;
  const end = `${to.hour}:${to.minute}`;
  return from.day === to.day ? `${start}–${end}` : `${start} – ${to.day} ${to.month}, ${end}`;
}

/** How far away something is: "in 2–5 days", "in 3 hours", "within the hour". */
export function formatAway(fromMs: number, toMs: number, nowMs: number): string {
  const [unit, name] = toMs - nowMs < 2 * DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  const from = Math.max(0, Math.round((fromMs - nowMs) / unit));
  const to = Math.max(0, Math.round((toMs - nowMs) / unit));
  if (to === 0) {
    return 'within the hour';
  }
  const count = from === to ? `${to}` : `${from}–${to}`;
  return `in ${count} ${name}${to === 1 ? '' : 's'}`;
}

/** How long ago something was: "just now", "5 min ago", "3 hours ago", "2 days ago". */
export function formatAgo(ms: number, nowMs: number): string {
  const away = nowMs - ms;
  if (away < MINUTE) {
    return 'just now';
  }
  if (away < HOUR) {
    return `${Math.floor(away / MINUTE)} min ago`;
  }
  const [unit, word] = away < 2 * DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  const count = Math.floor(away / unit);
  return `${count} ${word}${count === 1 ? '' : 's'} ago`;
}
