import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Stack, Text, useStyles2 } from '@grafana/ui';
import type { RecommendationJson } from '#contract/recommendations.ts';
import { evidenceText } from '#model/tuning/evidence-text.ts';

/** The steps that led to the amounts, the numbers that they rest on, and what was missing. */
export function EvidenceList({ one: { outcome, reason, evidence, lacking } }: { one: RecommendationJson }) {
  const styles = useStyles2(getStyles);
  // The headline of a change says what stands above already.
  const steps = reason.filter(({ step }) => outcome !== 'change' || step !== 'headline');
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        Evidence
      </Text>
      <ul className={styles.steps}>
        {steps.map(({ step, sentence }) => (
          <li key={`${step} ${sentence}`}>{sentence}</li>
        ))}
      </ul>
      {lacking.map((sentence) => (
        <Text key={sentence} color="secondary">
          <Icon name="info-circle" /> {sentence}
        </Text>
      ))}
      <dl className={styles.numbers}>
        {evidence.map((item) => (
          <div key={item.label}>
            <dt>{item.label}</dt>
            <dd>{evidenceText(item)}</dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({ margin: 0, paddingLeft: theme.spacing(2.5) }),
  numbers: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(180px, 1fr))',
    gap: theme.spacing(1.5),
    margin: theme.spacing(1, 0, 0),
    dt: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontWeight: 'normal' },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
});
