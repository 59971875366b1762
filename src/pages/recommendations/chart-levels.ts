import type { RecommendationJson } from '#contract/recommendations.ts';
import { spoken } from '#model/tuning/amounts.ts';
import type { ChartLevel } from '../../shared/chart/chart-view.ts';

/** What the use is compared with: requests and limits as they are and as recommended, and the predicted peak. */
export function chartLevels(one: RecommendationJson): ChartLevel[] {
  const { target, evidence } = one;
  const named = (label: string, value: number | undefined, look: Omit<ChartLevel, 'label' | 'value'>): ChartLevel[] =>
    value === undefined ? [] : [{ ...look, value, label: `${label} ${spoken(target.resource, value)}` }];
  const peak = evidence.find(({ label }) => label.startsWith('Predicted peak, upper'))?.value;
  const size = target.resource === 'storage' ? 'Size' : 'Request';
  return [
    ...(['request', 'limit'] as const).flatMap((part) => {
      const word = part === 'request' ? size : 'Limit';
      const { before, after } = amountsOf(one, part);
      return [
        ...named(`${word} now`, before, { hue: 'orange', isDashed: true, align: 'left' }),
        ...named(`${word} recommended`, after, { hue: 'green', isDashed: false, align: 'right' }),
      ];
    }),
    ...named('Predicted peak, at most', peak, { hue: 'purple', isDashed: true, align: 'center' }),
  ];
}

/** What is set now, and what would be where that is something else. */
function amountsOf({ changes, replays }: RecommendationJson, part: 'request' | 'limit') {
  const change = changes.find(({ field }) => field.endsWith(part));
  const current = replays.find(({ strategy }) => strategy === 'current')?.[part];
  return { before: change === undefined ? current : change.before, after: change?.after };
}
