import { useState } from 'react';
import { withExclusion } from './calendar-words.ts';

/** A stretch of time in Unix milliseconds. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A stretch of the history that was dragged out on the chart, and how it becomes an exclusion. */
export interface Exclusion {
  /** Dragged out, and not decided about yet. */
  readonly selected: Stretch | undefined;
  /** The one that was excluded last and can be taken back. */
  readonly excluded: Stretch | undefined;
  readonly select: (range: { from: number; to: number }) => void;
  readonly exclude: () => void;
  readonly undo: () => void;
  readonly dismiss: () => void;
}

const MINUTE = 60_000;

/**
 * @param exclusions those of the query
 * @param onChange called with other ones
 * @param nowMs what lies after it is no history and cannot be excluded
 */
export function useExclusion(exclusions: string, onChange: (exclusions: string) => void, nowMs: number): Exclusion {
  const [selected, setSelected] = useState<Stretch>();
  const [done, setDone] = useState<{ stretch: Stretch; before: string; after: string }>();
  // Somebody has changed the list by hand since: there is nothing to take back.
  const isCurrent = done?.after === exclusions;
  return {
    selected,
    excluded: selected === undefined && isCurrent ? done.stretch : undefined,
    select: ({ from, to }) => setSelected(historyPart(from, to, nowMs)),
    exclude: () => {
      if (selected !== undefined) {
        const after = withExclusion(exclusions, selected.fromMs, selected.toMs);
        setDone({ stretch: selected, before: exclusions, after });
        setSelected(undefined);
        onChange(after);
      }
    },
    undo: () => {
      if (done !== undefined) {
        onChange(done.before);
        setDone(undefined);
      }
    },
    dismiss: () => {
      setSelected(undefined);
      setDone(undefined);
    },
  };
}

/** Whole minutes of what lies in the past; `undefined` when nothing does. */
function historyPart(from: number, to: number, nowMs: number): Stretch | undefined {
  const fromMs = Math.floor(from / MINUTE) * MINUTE;
  const toMs = Math.ceil(Math.min(to, nowMs) / MINUTE) * MINUTE;
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}
