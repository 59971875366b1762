import { between, keyOf, uniform } from '../random.ts';
import { DAY, HOUR, MINUTE } from '../series.ts';

/** How the load of a workload may leave its habit. */
export const INCIDENT_KINDS = ['spike', 'shift', 'drop', 'flatline', 'season-break', 'drift'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** A stretch of time in which a workload does not behave as usual. The truth that a detector is judged by. */
export interface Incident {
  readonly namespace: string;
  readonly workload: string;
  readonly kind: IncidentKind;
  /** Unix milliseconds, `untilMs` exclusive. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** What the load is multiplied by at its worst: above 1 for spike, shift and drift, below for drop; unused else. */
  readonly factor: number;
  /** Incidents of one cause have the same one. */
  readonly group: string;
}

/** What incidents strike. */
export interface Victim {
  readonly namespace: string;
  readonly name: string;
  /** The same at all times: it has no season that could break. */
  readonly isSteady?: boolean;
}

interface Character {
  readonly lengthMs: readonly [number, number];
  readonly factor: readonly [number, number];
}

const CHARACTERS: Readonly<Record<IncidentKind, Character>> = {
  spike: { lengthMs: [15 * MINUTE, 45 * MINUTE], factor: [2.5, 4] },
  shift: { lengthMs: [5 * HOUR, 10 * HOUR], factor: [1.9, 2.6] },
  drop: { lengthMs: [25 * MINUTE, 2 * HOUR], factor: [0.04, 0.2] },
  flatline: { lengthMs: [3 * HOUR, 6 * HOUR], factor: [1, 1] },
  'season-break': { lengthMs: [10 * HOUR, 14 * HOUR], factor: [1, 1] },
  drift: { lengthMs: [8 * HOUR, 16 * HOUR], factor: [2.2, 3] },
};

/** Days before the anchor in which incidents are planned: what comes before is there to learn from. */
const FIRST_DAY = 15;
/** The last hours before the anchor are quiet, so that a demo does not begin in the middle of one. */
const QUIET = 12 * HOUR;
/** A victim's incidents are at least so far apart, since a detector needs to see what is usual again. */
const SLOT = 2.4 * DAY;
/** In this slot, counted from the oldest, all victims are struck at once. */
const CORRELATED_SLOT = 3;

/**
 * Incidents of the past for each victim: kinds in turn, times and sizes drawn from the seed, and one spike that strikes
 * all victims together. Sorted by start.
 */
export function plannedIncidents(seed: number, anchorMs: number, victims: readonly Victim[]): readonly Incident[] {
  const shared = keyOf(seed, 'incident', 'shared');
  const firstMs = anchorMs - FIRST_DAY * DAY;
  const slots = Math.floor((anchorMs - QUIET - firstMs) / SLOT);
  const planned = victims.flatMap((victim, v) => {
    const key = keyOf(seed, 'incident', victim.namespace, victim.name);
    return Array.from({ length: slots }, (_, slot) => {
      const fromMs = firstMs + slot * SLOT;
      return slot === CORRELATED_SLOT
        ? draw(victim, 'spike', shared, slot, fromMs, 'correlated')
        : draw(victim, kindOf(victim, shared, slot + v), key, slot, fromMs, `${victim.name}-${slot}`);
    });
  });
  return planned.sort((a, b) => a.fromMs - b.fromMs);
}

function kindOf({ isSteady = false }: Victim, key: number, turn: number): IncidentKind {
  const kinds = isSteady ? INCIDENT_KINDS.filter((kind) => kind !== 'season-break') : INCIDENT_KINDS;
  const start = Math.floor(uniform(key, 0) * kinds.length);
  return kinds[(start + turn) % kinds.length] ?? 'spike';
}

function draw(
  { namespace, name }: Victim,
  kind: IncidentKind,
  key: number,
  slot: number,
  slotMs: number,
  group: string
): Incident {
  const { lengthMs, factor } = CHARACTERS[kind];
  const slotKey = keyOf(key, String(slot));
  const length = between(slotKey, 0, ...lengthMs);
  const fromMs = Math.round(slotMs + uniform(slotKey, 1) * (SLOT - DAY - length));
  return {
    namespace,
    workload: name,
    kind,
    fromMs,
    untilMs: Math.round(fromMs + length),
    factor: between(slotKey, 2, ...factor),
    group,
  };
}

/** An incident that somebody asks for; the size in the middle of what is planned unless given. */
export function incidentNow(
  victim: Victim,
  kind: IncidentKind,
  { fromMs, lengthMs, factor }: { readonly fromMs: number; readonly lengthMs: number; readonly factor?: number }
): Incident {
  const [low, high] = CHARACTERS[kind].factor;
  return {
    namespace: victim.namespace,
    workload: victim.name,
    kind,
    fromMs,
    untilMs: fromMs + lengthMs,
    factor: factor ?? (low + high) / 2,
    group: `${victim.name}-${fromMs}`,
  };
}
