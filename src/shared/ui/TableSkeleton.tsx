import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

/** The shape of a table while it loads. */
export function TableSkeleton({ label, rows = 6 }: { label: string; rows?: number }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" aria-label={label} className={styles.rows}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  rows: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  row: css({
    height: theme.spacing(5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
});
