import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import { formatMoney } from '../../shared/tuning/money.ts';
import type { NamespaceCost } from '../../shared/tuning/namespace-costs.ts';

interface Props {
  costs: readonly NamespaceCost[];
  currency: string;
}

const MOST = 6;

/** What requests cost by namespace: as they are, as recommended, and of what is used. */
export function CostPicture({ costs, currency }: Props) {
  const styles = useStyles2(getStyles);
  const shown = costs.slice(0, MOST);
  const most = Math.max(...shown.flatMap(({ before, after }) => [before, after]));
  if (shown.length === 0) {
    return null;
  }
  const share = (value: number) => `${Math.min(100, (100 * value) / most)}%`;
  const money = (value: number) => formatMoney(value, currency, 0);
  return (
    <figure className={styles.figure} aria-label="Cost of requests by namespace">
      <figcaption>
        <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
          <Text weight="medium">Cost of requests a month</Text>
          <Key className={styles.before} text="now" />
          <Key className={styles.after} text="as recommended" />
          <Key className={styles.usedKey} text="of what is used (P95)" />
        </Stack>
      </figcaption>
      <ul className={styles.rows}>
        {shown.map(({ namespace, before, after, used }) => (
          <li key={namespace} className={styles.row}>
            <span className={styles.name}>{namespace || 'no namespace'}</span>
            <span className={styles.track} aria-hidden>
              <span className={styles.before} style={{ width: share(before) }} />
              <span className={styles.after} style={{ width: share(after) }} />
              <span className={styles.used} style={{ left: share(used) }} />
            </span>
            <span className={styles.money}>
              {money(before)} → {money(after)}
            </span>
          </li>
        ))}
      </ul>
      {costs.length > MOST && (
        <Text variant="bodySmall" color="secondary">
          and {costs.length - MOST} smaller namespaces
        </Text>
      )}
    </figure>
  );
}

function Key({ className, text }: { className: string; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <Stack direction="row" gap={0.5} alignItems="center">
      <span className={styles.key} aria-hidden>
        <span className={className} />
      </span>
      <Text variant="bodySmall" color="secondary">
        {text}
      </Text>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const { radius } = theme.shape;
  const bar = { display: 'block', height: theme.spacing(0.75), borderRadius: radius.default };
  return {
    figure: css({
      margin: 0,
      padding: theme.spacing(2),
      background: theme.colors.background.secondary,
      borderRadius: radius.default,
    }),
    rows: css({ display: 'grid', gap: theme.spacing(1), margin: theme.spacing(1.5, 0, 0), listStyle: 'none' }),
    row: css({
      display: 'grid',
      gridTemplateColumns: `${theme.spacing(14)} minmax(0, 1fr) ${theme.spacing(14)}`,
      alignItems: 'center',
      gap: theme.spacing(2),
    }),
    name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
    track: css({ position: 'relative', display: 'grid', gap: 2 }),
    before: css({ ...bar, background: theme.colors.text.disabled }),
    after: css({ ...bar, background: theme.visualization.getColorByName('blue') }),
    used: css({
      position: 'absolute',
      top: -2,
      bottom: -2,
      width: 2,
      background: theme.colors.text.maxContrast,
    }),
    key: css({ display: 'inline-flex', alignItems: 'center', width: theme.spacing(1.5), '> span': { width: '100%' } }),
    usedKey: css({ height: theme.spacing(1.5), maxWidth: 2, background: theme.colors.text.maxContrast }),
    money: css({ textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
  };
};
