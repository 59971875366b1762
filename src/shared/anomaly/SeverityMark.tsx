import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Severity } from '#model/anomaly/types.ts';
import { SEVERITY_LOOKS, severityColor } from './severity.ts';

/** The shape of a severity, for beside its name; in a colour of its own where something else says which one it is. */
export function SeverityShape({ severity, color, size = 12 }: { severity: Severity; color?: string; size?: number }) {
  const theme = useTheme2();
  const points = SEVERITY_LOOKS[severity].shape.map((corner) => corner.join(',')).join(' ');
  return (
    <svg width={size} height={size} viewBox="-1.2 -1.2 2.4 2.4" aria-hidden focusable="false">
      <polygon points={points} fill={color ?? severityColor(theme, severity)} />
    </svg>
  );
}

/** A severity by shape, colour and word. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.mark}>
      <SeverityShape severity={severity} />
      {SEVERITY_LOOKS[severity].label}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75), whiteSpace: 'nowrap' }),
});
