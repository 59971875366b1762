import { z } from 'zod';
import { formatDuration, parseDuration } from './duration.ts';

/** A duration in Prometheus's notation within a range of milliseconds; parsed to milliseconds. */
export function durationField(range: { min: number; max: number }) {
  return z.string().transform((text, ctx) => {
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
  });
}
