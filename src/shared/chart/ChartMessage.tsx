import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

interface Props {
  height: number;
  children: ReactNode;
}

/** In place of a plot: why there is nothing to draw. */
export function ChartMessage({ height, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} style={{ height }} role="status">
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    padding: theme.spacing(2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
