const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const;
type Unit = keyof typeof UNIT_MS;
const UNITS_LARGEST_FIRST: readonly Unit[] = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];
const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/**
 * Milliseconds of a duration in Prometheus's notation, such as `30d`, `1h30m` or `250ms`; `undefined` when the text
 * is none. A week has 7 days and a year 365, as in Prometheus.
 */
export function parseDuration(text: string): number | undefined {
  const match = text === '' ? null : PATTERN.exec(text);
  if (match === null) {
    return undefined;
  }
  return UNITS_LARGEST_FIRST.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * UNIT_MS[unit], 0);
}

/** The shortest exact notation of a whole number of milliseconds: 5400000 is `1h30m`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds);
  if (rest <= 0) {
    return '0s';
  }
  let text = '';
  for (const unit of UNITS_LARGEST_FIRST) {
    const count = Math.floor(rest / UNIT_MS[unit]);
    // Years and weeks read badly in the middle of a duration: 30d is clearer than 4w2d.
    const readable = (unit !== 'y' && unit !== 'w') || rest % UNIT_MS[unit] === 0;
    if (count > 0 && readable) {
      text += `${count}${unit}`;
      rest -= count * UNIT_MS[unit];
    }
  }
  return text;
}
