import { Badge, type BadgeColor, Stack, Text } from '@grafana/ui';
import type { TrustJson } from '#contract/rest.ts';
import { modelName, trustFacts, trustGrade, type TrustGrade, type TrustMeasures } from '../forecast/trust-words.ts';

interface Props {
  trust: TrustJson;
}

/** How a grade is shown: by icon, colour and word. */
export const TRUST_BADGES: Record<
  TrustGrade,
  { text: string; color: BadgeColor; icon: 'check' | 'exclamation-triangle' }
> = {
  good: { text: 'Good', color: 'green', icon: 'check' },
  fair: { text: 'Fair', color: 'blue', icon: 'check' },
  weak: { text: 'Weak', color: 'orange', icon: 'exclamation-triangle' },
  untested: { text: 'Untested', color: 'darkgrey', icon: 'exclamation-triangle' },
};

/** The grade alone. */
export function TrustBadge({ trust }: { trust: TrustMeasures }) {
  return <Badge {...TRUST_BADGES[trustGrade(trust)]} tooltip={trustFacts(trust).join(' · ')} />;
}

/** How far the forecast has earned trust, with the facts behind it. */
export function TrustLine({ trust }: Props) {
  const badge = TRUST_BADGES[trustGrade(trust)];
  return (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <Badge {...badge} />
      <Text>{trustFacts(trust).join(' · ')}</Text>
      <Text color="secondary">Model: {modelName(trust.model)}</Text>
    </Stack>
  );
}
