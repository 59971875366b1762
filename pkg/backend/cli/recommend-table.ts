import { objectName } from '#model/tuning/output/patch.ts';
import { quantity } from '#model/tuning/amounts.ts';
import type { Recommendation } from '#model/tuning/types.ts';
import type { Advice } from '../app/tuning/advice.ts';
import { textTable } from './text-table.ts';

/** Some of the advice as lines for a terminal, most worthwhile first, with the sums of all and what it lacked. */
export function recommendTable(
  { recommendations, currency, leastSaving = 0, lacking }: Advice,
  chosen: readonly Recommendation[]
): string {
  const head = ['OBJECT', 'CONTAINER', 'CHANGE', 'A MONTH', 'RISK', 'CONFIDENCE', 'WHY'];
  const changes = recommendations.filter(({ outcome }) => outcome === 'change');
  const small = changes.length - chosen.filter(({ outcome }) => outcome === 'change').length;
  const sum = (part: 'saving' | 'extra'): string =>
    changes.reduce((total, { cost }) => total + cost[part], 0).toFixed(2);
  return [
    textTable(head, chosen.map(row)),
    `${changes.length} recommendations; they save ${sum('saving')} ${currency} a month, fixes cost ${sum('extra')}.`,
    ...(small === 0
      ? []
      : [
          `${small} of them only save less than ${leastSaving} ${currency} a month and are left out; --least-saving 0 prints them.`,
        ]),
    ...lacking.map((sentence) => `lacking: ${sentence}`),
  ].join('\n');
}

function row({ target, outcome, changes, purpose, cost, risk, confidence, reason }: Recommendation): string[] {
  const amount = (value: number | undefined): string =>
    value === undefined ? 'none' : quantity(target.resource, value);
  const change = changes.map(({ field, before, after }) => `${field} ${amount(before)} → ${amount(after)}`).join(', ');
  return [
    objectName(target),
    target.container ?? '',
    outcome === 'change' ? change : outcome,
    purpose === 'saving' ? `−${cost.saving.toFixed(2)}` : purpose === 'reliability' ? 'fix' : '',
    risk,
    `${Math.round(100 * confidence)}%`,
    reason[0]?.sentence ?? '',
  ];
}
