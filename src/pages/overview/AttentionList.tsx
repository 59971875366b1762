import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import type { Moment } from '../../shared/forecast/breach-words.ts';
import { breachKindOf } from '../../shared/forecast/example-signals.ts';
import { forecastPath } from '../../shared/host/links.ts';
import { OutlookLine } from '../../shared/ui/OutlookLine.tsx';
import { HistoryLine } from './HistoryLine.tsx';
import { type Item, usedText } from './overview-words.ts';

interface Props {
  items: readonly Item[];
  moment: Moment;
  sourceUid: string;
}

const MOST = 8;

/** What is full or likely to be, the worst first. */
export function AttentionList({ items, moment, sourceUid }: Props) {
  const styles = useStyles2(getStyles);
  if (items.length === 0) {
    return null;
  }
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        Needs attention
      </Text>
      <ul className={styles.list}>
        {items.slice(0, MOST).map((item) => (
          <Attention key={item.id} {...{ item, moment, sourceUid }} />
        ))}
      </ul>
      {items.length > MOST && <Text color="secondary">and {items.length - MOST} more in the table below</Text>}
    </Stack>
  );
}

function Attention({ item, moment, sourceUid }: Omit<Props, 'items'> & { item: Item }) {
  const styles = useStyles2(getStyles);
  const { signal, outlook } = item;
  return (
    <li className={styles.item}>
      <div className={styles.words}>
        <Text element="h4" variant="body" weight="medium">
          {outlook.name}
        </Text>
        {outlook.breach && <OutlookLine breach={outlook.breach} kind={breachKindOf(signal.query)} moment={moment} />}
        <Text variant="bodySmall" color="secondary">
          {signal.title} · {usedText(item)} used
        </Text>
      </div>
      <HistoryLine forecast={outlook.forecast} />
      <LinkButton
        size="sm"
        variant="secondary"
        icon="chart-line"
        href={forecastPath(sourceUid, signal.query, outlook.name)}
        aria-label={`Open forecast of ${outlook.name}`}
      >
        Open forecast
      </LinkButton>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), listStyle: 'none' }),
  item: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto auto',
    alignItems: 'center',
    gap: theme.spacing(3),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(1) },
  }),
  words: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
});
