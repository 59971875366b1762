import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';

interface Props {
  /** What is under way, such as "Training 3 of 8". */
  label: string;
  /** From 0 to 1; `undefined` while it waits. */
  share: number | undefined;
}

/** How far something has come, in words and as a bar. */
export function ProgressBar({ label, share }: Props) {
  const styles = useStyles2(getStyles);
  const percent = share === undefined ? undefined : Math.round(100 * share);
  return (
    <div className={styles.box}>
      <Text variant="bodySmall">{label}</Text>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className={styles.track}
      >
        <div className={styles.done} style={{ width: `${percent ?? 0}%` }} />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ minWidth: theme.spacing(14) }),
  track: css({
    height: theme.spacing(0.5),
    marginTop: theme.spacing(0.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.pill,
    overflow: 'hidden',
  }),
  done: css({ height: '100%', background: theme.colors.primary.main }),
});
