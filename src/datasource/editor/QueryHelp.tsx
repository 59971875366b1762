import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorHelpProps } from '@grafana/data';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import type { HeadroomQuery } from '../types.ts';
import { EXAMPLE_QUERIES } from './example-queries.ts';

/** Queries to start from, shown in Explore before the first one and behind the help button elsewhere. */
export function QueryHelp({ onClickExample }: QueryEditorHelpProps<HeadroomQuery>) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="column" gap={2}>
      <Text element="h2" variant="h4">
        Queries to start from
      </Text>
      {EXAMPLE_QUERIES.map(({ title, explanation, query }) => (
        <Stack key={title} direction="column" gap={0.5}>
          <Text element="h3" variant="h6">
            {title}
          </Text>
          <button type="button" className={styles.example} onClick={() => onClickExample({ refId: 'A', ...query })}>
            {query.expr}
          </button>
          <Text variant="bodySmall" color="secondary">
            {explanation}
          </Text>
        </Stack>
      ))}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  example: css({
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'left',
    overflowWrap: 'anywhere',
    '&:hover': { background: theme.colors.emphasize(theme.colors.background.secondary, 0.03) },
  }),
});
