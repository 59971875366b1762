import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, clearButtonStyles, Stack, Text, Toggletip, useStyles2 } from '@grafana/ui';
import { trustGrade } from '../../shared/forecast/trust-words.ts';
import { TRUST_BADGES, TrustLine } from '../../shared/ui/TrustLine.tsx';
import type { Trusted } from './weakest.ts';

interface Props {
  weakest: Trusted;
  count: number;
  /** Seen only while the pointer or the focus is in the panel. */
  isDiscreet: boolean;
}

/** How far the forecasts have earned trust: the grade of the weakest, and on a click the facts behind it. */
export function TrustCard({ weakest, count, isDiscreet }: Props) {
  const styles = useStyles2(getStyles);
  const { name, trust } = weakest;
  const badge = TRUST_BADGES[trustGrade(trust)];
  return (
    <Toggletip
      placement="bottom-end"
      title="How far to trust this forecast"
      content={
        <Stack direction="column" gap={1}>
          {count > 1 && (
            <Text variant="bodySmall" color="secondary">
              {`Weakest of ${count} series: ${name}`}
            </Text>
          )}
          <TrustLine trust={trust} />
          {trust.reason !== '' && <Text variant="bodySmall">{trust.reason}</Text>}
        </Stack>
      }
    >
      <button
        type="button"
        className={cx(styles.button, isDiscreet && styles.discreet)}
        aria-label={`Trust: ${badge.text}. Show why`}
      >
        <Badge {...badge} />
      </button>
    </Toggletip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: cx(
    clearButtonStyles(theme),
    css({
      borderRadius: theme.shape.radius.default,
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
    })
  ),
  discreet: css({
    opacity: 0,
    '[data-forecast-panel]:hover &, [data-forecast-panel]:focus-within &': { opacity: 1 },
  }),
});
