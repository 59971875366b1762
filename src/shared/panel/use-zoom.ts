import type { TimeRange } from '@grafana/data';
import { useState } from 'react';

/** A stretch of time in Unix milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The stretch that was dragged out, `undefined` for all. It is this panel's own: another range of the dashboard would
 * be another question, with another answer. A wider stretch than the present one, as a double click gives, means all.
 */
export function useZoom(range: TimeRange) {
  const key = `${range.from.valueOf()} ${range.to.valueOf()}`;
  const raw = `${String(range.raw.from)} ${String(range.raw.to)}`;
  const [zoom, setZoom] = useState<{ of: string; stretch: Stretch }>();
  // A relative range moves with every refresh and is still the same to its user.
  const isRelative = typeof range.raw.from === 'string';
  const of = isRelative ? raw : key;
  const stretch = zoom?.of === of ? zoom.stretch : undefined;
  const change = (next: Stretch | undefined) =>
    setZoom(next === undefined || isWider(next, stretch) ? undefined : { of, stretch: next });
  return [stretch, change] as const;
}

function isWider(next: Stretch, present: Stretch | undefined): boolean {
  return present !== undefined && next.from < present.from && next.to > present.to;
}
