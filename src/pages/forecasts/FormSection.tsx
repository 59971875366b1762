import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId } from 'react';

interface Props {
  title: string;
  children: ReactNode;
}

/** A numbered part of the form. */
export function FormSection({ title, children }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles.section}>
      <div id={id}>
        <Text element="h2" variant="h4">
          {title}
        </Text>
      </div>
      <FormFields>{children}</FormFields>
    </div>
  );
}

/** Fields one below the other in a column, side by side where there is room. */
export function FormFields({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.fields}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginBottom: theme.spacing(2) }),
  fields: css({
    display: 'grid',
    alignItems: 'start',
    columnGap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 280px), 1fr))',
    marginTop: theme.spacing(1),
  }),
});
