import * as z from 'zod';
import { formatDuration, parseDuration } from './duration.ts';

interface Limits {
  readonly min: number;
  readonly max: number;
}

/** A duration in Prometheus's notation within a range of milliseconds; parsed to milliseconds. */
export function durationField(range: Limits) {
  return ranged(range).transform((text, ctx) => toMilliseconds(text, range, ctx));
}

/** As {@link durationField}, or the word `auto`, which stays as it is. */
export function autoOrDurationField(range: Limits) {
  return ranged(range).transform((text, ctx) => (text.trim() === 'auto' ? 'auto' : toMilliseconds(text, range, ctx)));
}

/** A text that tells its range to whoever describes the schema. */
function ranged({ min, max }: Limits) {
  return z.string().meta({ range: `${formatDuration(min)} to ${formatDuration(max)}` });
}

function toMilliseconds(text: string, range: Limits, ctx: z.RefinementCtx): number {
  const milliseconds = parseDuration(text.trim());
  if (milliseconds === undefined) {
    ctx.addIssue(`"${text}" is not a duration. Write it as in Prometheus, such as 30m, 12h or 7d.`);
    return z.NEVER;
  }
  if (milliseconds < range.min || milliseconds > range.max) {
    ctx.addIssue(
      `${text} is out of range. Choose between ${formatDuration(range.min)} and ${formatDuration(range.max)}.`
    );
    return z.NEVER;
  }
  return milliseconds;
}
