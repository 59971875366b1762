import { Icon, type IconName, Stack, Text } from '@grafana/ui';
import type { SeriesBreachJson } from '#contract/rest.ts';
import { type BreachKind, breachSentence, type Moment } from '../forecast/breach-words.ts';

interface Props {
  breach: SeriesBreachJson;
  kind: BreachKind;
  moment: Moment;
}

type Look = { icon: IconName; color: 'error' | 'warning' | 'success' | 'secondary' };

const LOOKS: Record<NonNullable<SeriesBreachJson['state']>, Look> = {
  already: { icon: 'exclamation-circle', color: 'error' },
  likely: { icon: 'exclamation-triangle', color: 'warning' },
  unlikely: { icon: 'check-circle', color: 'success' },
};
const NO_ANSWER: Look = { icon: 'question-circle', color: 'secondary' };

/** When a series is likely to reach its capacity: icon and sentence. */
export function OutlookLine({ breach, kind, moment }: Props) {
  const { icon, color } = breach.state === undefined ? NO_ANSWER : LOOKS[breach.state];
  return (
    <Stack direction="row" gap={1} alignItems="center">
      <Text color={color}>
        <Icon name={icon} />
      </Text>
      <Text>{breachSentence(breach, kind, moment) ?? 'No answer'}</Text>
    </Stack>
  );
}
