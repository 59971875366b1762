import type { Incident } from '../../pkg/sample/incidents/incident.ts';
import { HOUR } from '../../pkg/sample/series.ts';

/** When a series was paged for: sample times, and 1 where the page was on. */
export interface Pages {
  /** `namespace/container`; in the sample cluster a victim has one container of its own name. */
  readonly name: string;
  readonly startMs: number;
  readonly stepMs: number;
  readonly isOn: Uint8Array;
}

/** A stretch in which something is shown that must not page. */
export interface Instance {
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How pages compare with what really happened. */
export interface Verdict {
  readonly found: readonly Incident[];
  readonly missed: readonly Incident[];
  /** Samples from the start of each incident found to its page. */
  readonly delays: readonly number[];
  /** Pages that began while all was well, as sentences. */
  readonly falsePages: readonly string[];
  readonly quietInstances: number;
}

/** An incident's page may still begin while the last samples of it are in the window of a rate. */
const AFTERGLOW = 2;
/** Behaviour that returns to usual is part of its incident for so long. */
const RECOVERY = 2 * HOUR;

/** Judges pages from `fromMs` on. */
export function judgeIncidents(
  pages: readonly Pages[],
  incidents: readonly Incident[],
  instances: readonly Instance[],
  fromMs: number
): Verdict {
  const found: Incident[] = [];
  const missed: Incident[] = [];
  const delays: number[] = [];
  for (const incident of incidents) {
    const series = pages.find(({ name }) => name === nameOf(incident));
    const delay = series === undefined ? undefined : delayOf(series, incident);
    if (delay === undefined) {
      missed.push(incident);
    } else {
      found.push(incident);
      delays.push(delay);
    }
  }
  const falsePages = pages.flatMap((one) =>
    startsOf(one)
      .filter((startMs) => startMs >= fromMs && !isDuring(one, startMs, incidents))
      .map((startMs) => `${one.name} at ${new Date(startMs).toISOString()}`)
  );
  const quietInstances = instances.filter((instance) => !isPagedDuring(pages, instance)).length;
  return { found, missed, delays, falsePages, quietInstances };
}

function nameOf({ namespace, workload }: Incident): string {
  return `${namespace}/${workload}`;
}

function delayOf({ startMs, stepMs, isOn }: Pages, { fromMs, untilMs }: Incident): number | undefined {
  const first = Math.ceil((fromMs - startMs) / stepMs);
  const last = Math.floor((untilMs - startMs) / stepMs) + AFTERGLOW;
  for (let i = first; i <= Math.min(last, isOn.length - 1); i++) {
    if (isOn[i] === 1) {
      return (startMs + i * stepMs - fromMs) / stepMs;
    }
  }
  return undefined;
}

function startsOf({ startMs, stepMs, isOn }: Pages): number[] {
  return Array.from(isOn.keys())
    .filter((i) => isOn[i] === 1 && isOn[i - 1] !== 1)
    .map((i) => startMs + i * stepMs);
}

function isDuring({ name, stepMs }: Pages, timeMs: number, incidents: readonly Incident[]): boolean {
  return incidents.some(
    (one) => nameOf(one) === name && timeMs >= one.fromMs - stepMs && timeMs <= one.untilMs + RECOVERY
  );
}

function isPagedDuring(pages: readonly Pages[], { name, fromMs, untilMs }: Instance): boolean {
  const series = pages.find((one) => one.name === name);
  return (
    series?.isOn.some((on, i) => {
      const timeMs = series.startMs + i * series.stepMs;
      return on === 1 && timeMs >= fromMs && timeMs <= untilMs;
    }) === true
  );
}
