import { spoken } from './amounts.ts';
import type { Change, Finding, Outcome, ReasonPart, Resource } from './types.ts';

const WORD = { cpu: 'CPU', memory: 'Memory' } as const;

/** What matters most, first: a finding and what it means for the reader. */
const MEANINGS: readonly (readonly [Finding, string])[] = [
  ['out of memory', 'is too tight: the container was killed for lack of it'],
  ['throttled', 'is cut short by its limit'],
  ['autoscaled', 'is left to the autoscaler'],
  ['flat at limit', 'stays flat at its limit'],
  ['no request', 'has no request, so that nothing is reserved for it'],
  ['under-requested', 'is under-requested'],
  ['idle', 'is hardly used: the workload looks idle, and may not be needed at all'],
  ['over-requested', 'is over-requested'],
  ['no limit', 'has no limit, so that a leak would hurt its neighbours'],
];

/** The first sentence of a reason: what is wrong, and the change in words. */
export function headline(
  outcome: Outcome,
  findings: readonly Finding[],
  changes: readonly Change[],
  resource: Resource
): ReasonPart {
  const meaning = MEANINGS.find(([finding]) => findings.includes(finding))?.[1];
  switch (outcome) {
    case 'change':
      return {
        step: 'headline',
        sentence: `${WORD[resource]} ${meaning ?? 'is not given what it needs'}: ${changes.map((one) => inWords(one, resource)).join(', ')}.`,
      };
    case 'no change':
      return { step: 'headline', sentence: `${WORD[resource]} ${meaning ?? 'is given what it needs'}.` };
    default:
      return { step: 'headline', sentence: `${WORD[resource]} cannot be judged yet.` };
  }
}

function inWords({ field, before, after }: Change, resource: Resource): string {
  const amount = (value: number | undefined): string => (value === undefined ? 'none' : spoken(resource, value));
  return `${field.split(' ')[1] ?? field} ${amount(before)} → ${amount(after)}`;
}
