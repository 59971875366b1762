import { quantity } from '../amounts.ts';
import { evidenceText } from '../evidence-text.ts';
import type { Change, Recommendation, Replay } from '../types.ts';
import { objectName } from './patch.ts';

/**
 * A Markdown report (GitHub's tables): sums, one row a change by priority, then why, evidence and replay of each, and
 * what could not be judged. Names are escaped, so that they cannot break out of a table.
 */
export function toMarkdown(recommendations: readonly Recommendation[]): string {
  const changes = recommendations.filter(({ outcome }) => outcome === 'change');
  const lacking = recommendations.filter(({ outcome }) => outcome === 'no data' || outcome === 'not enough data');
  return [
    '# Tuning report',
    '',
    summary(recommendations, changes),
    '',
    ...(changes.length === 0 ? [] : [...overview(changes), '', ...changes.flatMap(details)]),
    ...(lacking.length === 0 ? [] : ['## Not judged', '', ...lacking.map(unjudged), '']),
  ].join('\n');
}

function summary(all: readonly Recommendation[], changes: readonly Recommendation[]): string {
  const currency = changes[0]?.cost.currency ?? '';
  const total = (part: 'saving' | 'extra'): string => changes.reduce((sum, { cost }) => sum + cost[part], 0).toFixed(2);
  const fixes = changes.filter(({ purpose }) => purpose === 'reliability').length;
  return changes.length === 0
    ? `${all.length} looked at; nothing to change.`
    : `${all.length} looked at, ${changes.length} to change, ${fixes} of them for reliability. ` +
        `Savings: ${total('saving')} ${currency} a month. Reliability fixes cost ${total('extra')} ${currency} a month.`;
}

function overview(changes: readonly Recommendation[]): string[] {
  return [
    '| Object | Change | Purpose | Saving a month | Risk | Confidence |',
    '|---|---|---|---:|---|---:|',
    ...changes.map(({ target, changes: all, purpose, cost, risk, confidence }) =>
      row([
        escape(objectName(target) + (target.container === undefined ? '' : ` (${target.container})`)),
        all.map((change) => inQuantities(change, target.resource)).join(', '),
        purpose,
        cost.saving > 0 ? `${cost.saving.toFixed(2)} ${escape(cost.currency)}` : '–',
        risk,
        `${Math.round(100 * confidence)}%`,
      ])
    ),
  ];
}

function inQuantities({ field, before, after }: Change, resource: Recommendation['target']['resource']): string {
  const amount = (value: number | undefined): string => (value === undefined ? 'none' : quantity(resource, value));
  return `${field} ${amount(before)} → ${amount(after)}`;
}

function details({ target, reason, evidence, replays, lacking }: Recommendation): string[] {
  const container = target.container === undefined ? '' : `, ${target.container}`;
  return [
    `## ${escape(`${objectName(target)}${container}: ${target.resource}`)}`,
    '',
    escape(reason.map(({ sentence }) => sentence).join(' ')),
    '',
    ...evidence.map((one) => `- ${one.label}: ${evidenceText(one)}`),
    ...(lacking.length === 0 ? [] : ['', `Lacking: ${escape(lacking.join(' '))}`]),
    '',
    ...(replays.length === 0 ? [] : [...replayTable(replays, target.resource), '']),
  ];
}

function replayTable(replays: readonly Replay[], resource: Recommendation['target']['resource']): string[] {
  const mishap = resource === 'cpu' ? 'Minutes throttled' : 'Kills';
  return [
    `| Replay | Request | Limit | ${mishap} | Minutes over request | P95 headroom |`,
    '|---|---:|---:|---:|---:|---:|',
    ...replays.map((one) =>
      row([
        `${one.strategy}, ${one.basis}`,
        one.request === undefined ? 'none' : quantity(resource, one.request),
        one.limit === undefined ? 'none' : quantity(resource, one.limit),
        String(Number((resource === 'cpu' ? one.minutesThrottled : one.oomKills).toPrecision(3))),
        one.minutesOverRequest.toFixed(0),
        Number.isNaN(one.headroom) ? '–' : `${Math.round(100 * one.headroom)}%`,
      ])
    ),
  ];
}

function unjudged({ target, reason }: Recommendation): string {
  const container = target.container === undefined ? '' : ` (${target.container})`;
  return `- ${escape(objectName(target) + container)}, ${target.resource}: ${escape(reason.at(-1)?.sentence ?? '')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function escape(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
