import type { RecommendationJson, RecommendationsResponse, RecommendationState } from '#contract/recommendations.ts';
import { spoken } from '#model/tuning/amounts.ts';
import type { Change, Outcome, Target } from '#model/tuning/types.ts';
import { formatMoney, formatSum } from './money.ts';

const RESOURCE = { cpu: 'CPU', memory: 'Memory', storage: 'Volume' } as const;
const FIELD: Record<Change['field'], string> = {
  'cpu request': 'CPU request',
  'cpu limit': 'CPU limit',
  'memory request': 'Memory request',
  'memory limit': 'Memory limit',
  'storage request': 'Volume size',
};

/** What somebody may do with a recommendation. */
export const STATE_TEXT: Record<RecommendationState, string> = {
  proposed: 'Proposed',
  approved: 'Approved',
  rejected: 'Rejected',
  snoozed: 'Snoozed',
};

/** An outcome in words; all four differ. */
export const OUTCOME_TEXT: Record<Outcome, string> = {
  change: 'Change',
  'no change': 'No change',
  'not enough data': 'Not enough data',
  'no data': 'No data',
};

/** The object: "shop/catalog". */
export function objectText({ namespace, name }: Target): string {
  return [namespace, name].filter((part) => part !== '').join('/');
}

/** Which part of the object: "Deployment, container web, CPU". */
export function partText({ kind, name, container, resource, cluster }: Target): string {
  return [
    cluster === '' ? undefined : cluster,
    kind === 'PersistentVolumeClaim' ? 'Volume claim' : kind,
    container === undefined || container === name ? undefined : `container ${container}`,
    resource === 'storage' ? undefined : RESOURCE[resource],
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** One amount before and after: "CPU request 2 → 0.8 cores"; the unit once where both have the same. */
export function changeText({ field, before, after }: Change, { resource }: Pick<Target, 'resource'>): string {
  const [from, to] = [amountText(before, resource), amountText(after, resource)];
  const unit = to.split(' ')[1];
  const isSame = unit !== undefined && from.split(' ')[1]?.startsWith(unit.replace(/s$/, '')) === true;
  return `${FIELD[field]} ${isSame ? from.split(' ')[0] : from} → ${to}`;
}

function amountText(amount: number | undefined, resource: Target['resource']): string {
  return amount === undefined ? 'none' : spoken(resource, amount);
}

/** Why there is no change, in a few words: the sentence after the headline where there is one. */
export function noChangeText({ outcome, reason }: RecommendationJson): string {
  const [headline, ...more] = reason.map(({ sentence }) => sentence);
  return outcome === 'no change' ? (headline ?? '') : (more[0] ?? headline ?? '');
}

/** What a change does to the bill, never a negative saving. */
export interface CostWords {
  readonly text: string;
  readonly detail?: string;
}

/** Saving a month, or that it is a reliability fix and what that costs. */
export function costText({ outcome, purpose, cost }: RecommendationJson): CostWords {
  const money = (amount: number) => `${formatMoney(amount, cost.currency)} a month`;
  if (outcome !== 'change') {
    return { text: '–' };
  }
  const saving = cost.saving >= 0.005 ? money(cost.saving) : undefined;
  if (purpose !== 'reliability') {
    return { text: saving ?? 'under one cent' };
  }
  const extra = cost.extra >= 0.005 ? `costs ${money(cost.extra)}` : 'costs nothing';
  return { text: 'Reliability fix', detail: saving === undefined ? extra : `and saves ${saving}` };
}

/** The bar over all: "11 changes · −$96 a month · 3 fix reliability". */
export function summaryText({ changes, savingPerMonth, extraPerMonth, reliability, currency }: Totals): string {
  if (changes === 0) {
    return 'Nothing to change';
  }
  return [
    `${changes} ${changes === 1 ? 'change' : 'changes'}`,
    ...(savingPerMonth >= 0.005 ? [`−${formatSum(savingPerMonth, currency)} a month`] : []),
    ...(reliability > 0 ? [fixText(reliability, extraPerMonth, currency)] : []),
  ].join(' · ');
}

function fixText(count: number, extra: number, currency: string): string {
  const cost = extra >= 0.005 ? ` for ${formatSum(extra, currency)} a month` : '';
  return `${count} ${count === 1 ? 'fixes' : 'fix'} reliability${cost}`;
}

/** How many savings are too small to be shown at once: "9 savings below $1.00 a month are not shown." */
export function smallSavingsText(count: number, least: number, currency: string, areShown: boolean): string {
  const savings = `${count} ${count === 1 ? 'saving' : 'savings'} below ${formatMoney(least, currency)} a month`;
  return `${savings} ${count === 1 ? 'is' : 'are'} ${areShown ? '' : 'not '}shown.`;
}

type Totals = RecommendationsResponse['totals'];

/** Sums over some recommendations; those without a change count for nothing. */
export function totalsOf(all: readonly RecommendationJson[]): Totals {
  const changes = all.filter(({ outcome }) => outcome === 'change');
  return {
    changes: changes.length,
    savingPerMonth: changes.reduce((sum, { cost }) => sum + cost.saving, 0),
    extraPerMonth: changes.reduce((sum, { cost }) => sum + cost.extra, 0),
    reliability: changes.filter(({ purpose }) => purpose === 'reliability').length,
    currency: changes[0]?.cost.currency ?? '',
  };
}

/** How sure the advice is: "High (86%)". */
export function confidenceText(confidence: number): string {
  const word = confidence >= 0.7 ? 'High' : confidence >= 0.4 ? 'Medium' : 'Low';
  return `${word} (${Math.round(100 * confidence)}%)`;
}

/** A word of the wire as the beginning of a cell. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The first thing to know: what was seen, against what is set. Falls back to the model's own headline. */
export function leadText(one: RecommendationJson): string {
  const { target, evidence, reason, outcome } = one;
  const p99 = evidence.find(({ label }) => label === 'P99 of use')?.value;
  if (outcome !== 'change' || target.resource === 'storage' || p99 === undefined) {
    return reason[0]?.sentence ?? '';
  }
  const use = `uses ${spoken(target.resource, p99)} at its 99th percentile`;
  const mishap = mishapText(one);
  return mishap === undefined ? `${capitalised(use)}, ${askText(one)}.` : `${mishap}; ${use}.`;
}

/** What went wrong with the amounts as they are. */
function mishapText({ evidence, findings }: RecommendationJson): string | undefined {
  const seen = (label: string) => evidence.find((candidate) => candidate.label === label)?.value ?? 0;
  const kills = seen('Kills for lack of memory');
  if (kills > 0) {
    return `Was killed ${kills === 1 ? 'once' : `${kills} times`} for lack of memory`;
  }
  return findings.includes('throttled')
    ? `Was throttled in ${Math.round(seen('Throttled periods'))}% of its CPU periods`
    : undefined;
}

function askText({ changes, replays, target }: RecommendationJson): string {
  const request = changes.find(({ field }) => field.endsWith('request'));
  const current = replays.find(({ strategy }) => strategy === 'current')?.request;
  const asked = request === undefined ? current : request.before;
  return asked === undefined ? 'has no request' : `asks for ${spoken(target.resource, asked)}`;
}
