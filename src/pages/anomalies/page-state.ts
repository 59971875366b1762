import { useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { SEVERITIES, type Severity } from '#model/anomaly/types.ts';
import type { Filters, Selection } from './incidents.ts';

/** Names of what the address keeps. */
type Word = 'ds' | 'from' | 'to' | 'signal' | 'severity' | 'search' | 'lane' | 'cells' | 'incident';

/** Changes some words of the address; `undefined` takes one out. */
export type ChangeWords = (words: Partial<Record<Word, string | undefined>>) => void;

/** What the address says. */
export interface PageState {
  readonly source: string | undefined;
  /** As Grafana writes ranges: `now-7d`, or Unix milliseconds. */
  readonly from: string;
  readonly to: string;
  readonly filters: Filters;
  readonly selection: Selection | undefined;
  readonly incident: string | undefined;
}

/** Reads the address; what makes no sense there counts as absent. */
export function readPageState(params: URLSearchParams): PageState {
  const word = (name: Word) => params.get(name) || undefined;
  return {
    source: word('ds'),
    from: word('from') ?? 'now-7d',
    to: word('to') ?? 'now',
    filters: {
      signal: word('signal'),
      severity: SEVERITIES.find((severity): severity is Severity => severity === word('severity')),
      words: word('search'),
    },
    selection: readSelection(word('lane'), word('cells')),
    incident: word('incident'),
  };
}

/** A selection as words of the address. */
export function selectionWords(selection: Selection | undefined): {
  lane: string | undefined;
  cells: string | undefined;
} {
  return {
    lane: selection?.lane,
    cells: selection && `${selection.fromMs}-${selection.toMs}`,
  };
}

function readSelection(lane: string | undefined, cells: string | undefined): Selection | undefined {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(cells ?? '') ?? [];
  const [fromMs, toMs] = [Number(from), Number(to)];
  return fromMs < toMs ? { lane, fromMs, toMs } : undefined;
}

/** What the address says, and how to change it. */
export function usePageState(): readonly [PageState, ChangeWords] {
  const [params, setParams] = useSearchParams();
  const state = useMemo(() => readPageState(params), [params]);
  const change: ChangeWords = (words) =>
    setParams(
      (current) => {
        const changed = new URLSearchParams(current);
        for (const [name, value] of Object.entries(words)) {
          if (value === undefined || value === '') {
            changed.delete(name);
          } else {
            changed.set(name, value);
          }
        }
        return changed;
      },
      { replace: true }
    );
  return [state, change];
}
