import { Badge, type BadgeColor, Icon, Stack, Text } from '@grafana/ui';
import type { TrustJson } from '#contract/rest.ts';
import {
  modelName,
  trustFacts,
  trustGrade,
  type TrustGrade,
  type TrustMeasures,
  trustWarning,
} from '../forecast/trust-words.ts';

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

function tooltipOf(trust: TrustMeasures): string {
  const warning = trustWarning(trust);
  return [trustFacts(trust).join(' · '), ...(warning === undefined ? [] : [warning.text])].join('. ');
}

/** The grade alone. */
export function TrustBadge({ trust }: { trust: TrustMeasures }) {
  return <Badge {...TRUST_BADGES[trustGrade(trust)]} tooltip={tooltipOf(trust)} />;
}

/** How far the forecast has earned trust, with the facts behind it. */
export function TrustLine({ trust }: Props) {
  const badge = TRUST_BADGES[trustGrade(trust)];
  const warning = trustWarning(trust);
  return (
    <Stack direction="column" gap={0.5}>
      <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
        <Badge {...badge} />
        <Text>{trustFacts(trust).join(' · ')}</Text>
        <Text color="secondary">Model: {modelName(trust.model)}</Text>
      </Stack>
      {warning && (
        <Text color={warning.isBad ? 'warning' : 'secondary'}>
          {warning.isBad && <Icon name="exclamation-triangle" />} {warning.text}
        </Text>
      )}
    </Stack>
  );
}
