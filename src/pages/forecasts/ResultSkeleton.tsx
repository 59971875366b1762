import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { CHART_HEIGHT } from './ForecastResult.tsx';

/** The shape of the answer while the first one is on its way. */
export function ResultSkeleton() {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-label="Loading the forecast" className={styles.column}>
      <div className={styles.block} style={{ width: '40%', height: 24 }} />
      <div className={styles.block} style={{ width: '60%', height: 20 }} />
      <div className={styles.block} style={{ height: CHART_HEIGHT }} />
      <div className={styles.block} style={{ width: '70%', height: 20 }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  block: css({ background: theme.colors.background.secondary, borderRadius: theme.shape.radius.default }),
});
