import type { RecommendationJson } from '#contract/recommendations.ts';
import { spoken } from '#model/tuning/amounts.ts';
import type { Target } from '#model/tuning/types.ts';
import { formatMoney } from '../../shared/tuning/money.ts';

/** What would have happened with the amounts of one strategy. */
export type ReplayJson = RecommendationJson['replays'][number];

/** How strategies are called in front of people. */
export const STRATEGY_TEXT: Readonly<Record<string, string>> = {
  current: 'As set now',
  'KRR simple': 'KRR',
  'KRR simple_limit': 'KRR with limits',
  VPA: 'VPA',
  Headroom: 'Headroom',
};

/** Amounts that were replayed: "0.15 cores", "288 MiB, limit 448 MiB". */
export function amountsText({ request, limit }: ReplayJson, resource: Target['resource']): string {
  const parts = [
    request === undefined ? 'no request' : spoken(resource, request),
    ...(limit === undefined ? [] : [`limit ${spoken(resource, limit)}`]),
  ];
  return parts.join(', ');
}

/** Pod-minutes, expected values of a forecast to one place: "675", "97.7", "0". */
export function countText(count: number): string {
  if (count > 0 && count < 0.05) {
    return 'under 0.1';
  }
  return count.toLocaleString('en', { maximumFractionDigits: count < 100 ? 1 : 0 });
}

/** Headroom at the P95 of use: "16%"; below zero the use is above. */
export function headroomText({ headroom }: ReplayJson): string {
  return headroom === null ? '–' : `${Math.round(100 * headroom)}%`.replace('-', '−');
}

/** Cost a month; nothing requested has no price. */
export function monthText({ costPerMonth }: ReplayJson, currency: string): string {
  return costPerMonth === null ? '–' : formatMoney(costPerMonth, currency);
}
