import { Badge, type BadgeColor, type IconName } from '@grafana/ui';
import type { RecommendationJson, RecommendationState } from '#contract/recommendations.ts';
import type { Outcome } from '#model/tuning/types.ts';
import { formatMoment } from '../../shared/forecast/dates.ts';
import { userTimeZone } from '../../shared/host/sources.ts';
import { OUTCOME_TEXT, STATE_TEXT } from '../../shared/tuning/advice-words.ts';

interface Look {
  readonly color: BadgeColor;
  readonly icon: IconName;
}

const STATES: Record<RecommendationState, Look> = {
  proposed: { color: 'blue', icon: 'sliders-v-alt' },
  approved: { color: 'green', icon: 'check' },
  rejected: { color: 'darkgrey', icon: 'times' },
  snoozed: { color: 'purple', icon: 'clock-nine' },
};

const OUTCOMES: Record<Exclude<Outcome, 'change'>, Look> = {
  'no change': { color: 'green', icon: 'check-circle' },
  'not enough data': { color: 'orange', icon: 'hourglass' },
  'no data': { color: 'darkgrey', icon: 'question-circle' },
};

/** Where a change stands; without a change, which of the three other answers it is. */
export function StateBadge({ one: { outcome, state, snoozedUntilMs } }: { one: RecommendationJson }) {
  if (outcome !== 'change') {
    return <Badge text={OUTCOME_TEXT[outcome]} {...OUTCOMES[outcome]} />;
  }
  const until = snoozedUntilMs === null ? undefined : `Until ${formatMoment(snoozedUntilMs, userTimeZone())}`;
  return <Badge text={STATE_TEXT[state]} {...STATES[state]} {...(until === undefined ? {} : { tooltip: until })} />;
}
