import type { RecommendationsResponse } from '#contract/recommendations.ts';
import type { ExampleSignal } from '../../shared/forecast/example-signals.ts';
import type { Outlook } from '../../shared/forecast/outlooks.ts';
import { formatSum } from '../../shared/tuning/money.ts';
import type { SignalOutlooks } from './ask-overview.ts';

/** One series on the page, with the signal that it belongs to. */
export interface Item {
  readonly id: string;
  readonly signal: ExampleSignal;
  readonly outlook: Outlook;
}

const NOUNS: Readonly<Record<string, { one: string; many: string; outcome: string }>> = {
  volumes: { one: 'volume', many: 'volumes', outcome: 'full' },
  disk: { one: 'root file system', many: 'root file systems', outcome: 'full' },
  memory: { one: 'node', many: 'nodes', outcome: 'out of memory' },
  cpu: { one: 'node', many: 'nodes', outcome: 'at CPU capacity' },
};

/** All series with an answer, the most pressing first. */
export function toItems(signals: readonly SignalOutlooks[]): Item[] {
  return signals
    .flatMap(({ signal, outlooks }) =>
      outlooks.map((outlook): Item => ({ id: `${signal.id} ${outlook.name}`, signal, outlook }))
    )
    .filter(({ outlook }) => outlook.breach?.state !== undefined)
    .sort((a, b) => rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || chanceOf(b) - chanceOf(a));
}

/** What is full or likely to be. */
export function needsAttention({ outlook }: Item): boolean {
  const state = outlook.breach?.state;
  return state === 'already' || state === 'likely';
}

/** "1 volume full now · 2 volumes likely full within 7 days". */
export function summaryOf(items: readonly Item[]): string {
  const parts = Object.entries(NOUNS).flatMap(([id, { one, many, outcome }]) => {
    const count = (state: string) =>
      items.filter(({ signal, outlook }) => signal.id === id && outlook.breach?.state === state).length;
    const noun = (n: number) => `${n} ${n === 1 ? one : many}`;
    const [already, likely] = [count('already'), count('likely')];
    return [
      ...(already > 0 ? [`${noun(already)} ${outcome} now`] : []),
      ...(likely > 0 ? [`${noun(likely)} likely ${outcome} within 7 days`] : []),
    ];
  });
  return parts.length === 0 ? 'Nothing is likely to reach its capacity within 7 days' : parts.join(' · ');
}

/** "11 recommendations, −$96 a month, +$12 for reliability", where there are any. */
export function adviceSummary(totals: RecommendationsResponse['totals'] | undefined): string[] {
  const { changes = 0, savingPerMonth = 0, extraPerMonth = 0, currency = '' } = totals ?? {};
  const sum = (sign: string, amount: number, what: string) =>
    amount >= 0.005 ? [`${sign}${formatSum(amount, currency)} ${what}`] : [];
  const noun = changes === 1 ? 'recommendation' : 'recommendations';
  const words = [
    `${changes} ${noun}`,
    ...sum('−', savingPerMonth, 'a month'),
    ...sum('+', extraPerMonth, savingPerMonth >= 0.005 ? 'for reliability' : 'a month for reliability'),
  ];
  return changes === 0 ? [] : [words.join(', ')];
}

/** Days until a breach is more likely than not: "now", "3.0 days", "over 7 days". */
export function daysText({ outlook }: Item): string {
  const { state, days } = outlook.breach ?? {};
  if (state === 'already') {
    return 'now';
  }
  return typeof days === 'number' ? `${days.toFixed(1)} days` : 'over 7 days';
}

/**
 * How much is used, as Grafana writes the numbers beside it: "93%". Of what is a share already, such as a busy CPU, the
 * share itself; else the share of the capacity.
 */
export function usedText({ signal, outlook }: Item): string {
  const { current, capacity } = outlook.breach ?? {};
  if (typeof current === 'number' && signal.query.unit === 'percentunit') {
    return `${Math.round(100 * current)}%`;
  }
  return typeof current === 'number' && typeof capacity === 'number' && capacity !== 0
    ? `${Math.round((100 * current) / capacity)}%`
    : '–';
}

function rankOf({ outlook }: Item): number {
  return { already: 0, likely: 1, unlikely: 2 }[outlook.breach?.state ?? 'unlikely'];
}

function timeOf({ outlook }: Item): number {
  return outlook.breach?.days ?? Number.MAX_SAFE_INTEGER;
}

function chanceOf({ outlook }: Item): number {
  return outlook.breach?.probability ?? 0;
}
