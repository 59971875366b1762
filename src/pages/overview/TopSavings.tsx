import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import type { AdviceList } from '../../shared/api/recommendation-api.ts';
import { recommendationsPath } from '../../shared/host/links.ts';
import { changeText, costText, objectText } from '../../shared/tuning/advice-words.ts';

interface Props {
  advice: AdviceList;
  sourceUid: string;
}

const MOST = 5;

/** The largest savings that nobody has decided about, and the way to all recommendations. */
export function TopSavings({ advice, sourceUid }: Props) {
  const styles = useStyles2(getStyles);
  const top = advice.recommendations
    .filter(({ outcome, purpose, state }) => outcome === 'change' && purpose === 'saving' && state === 'proposed')
    .sort((a, b) => b.cost.saving - a.cost.saving)
    .slice(0, MOST);
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        Top savings
      </Text>
      {top.length > 0 && (
        <ul className={styles.list}>
          {top.map((one) => (
            <li key={one.id} className={styles.item}>
              <TextLink inline={false} href={recommendationsPath(sourceUid, one.id)}>
                {objectText(one.target)}
              </TextLink>
              <span>{one.changes.map((change) => changeText(change, one.target)).join(', ')}</span>
              <span className={styles.money}>{costText(one).text}</span>
            </li>
          ))}
        </ul>
      )}
      <Text color="secondary">
        {emptyText(advice, top.length)}
        <TextLink href={recommendationsPath(sourceUid)}>
          {advice.madeMs === null ? 'Find recommendations' : 'All recommendations'}
        </TextLink>
      </Text>
    </Stack>
  );
}

function emptyText({ madeMs }: AdviceList, count: number): string {
  if (madeMs === null) {
    return 'There are no recommendations yet. ';
  }
  return count === 0 ? 'There is nothing left to save. ' : '';
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'grid', gap: theme.spacing(1), listStyle: 'none' }),
  item: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 2fr) auto',
    gap: theme.spacing(2),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  money: css({ textAlign: 'right', whiteSpace: 'nowrap' }),
});
