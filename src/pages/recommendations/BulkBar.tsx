import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import type { RecommendationJson } from '#contract/recommendations.ts';
import { summaryText, totalsOf } from '../../shared/tuning/advice-words.ts';
import { DecisionBar } from './DecisionBar.tsx';
import { ExportMenu } from './ExportMenu.tsx';

interface Props {
  chosen: readonly RecommendationJson[];
  sourceUid: string;
  onChanged: () => void;
  onClear: () => void;
}

/** Sums over what is chosen, and decisions about all of it. */
export function BulkBar({ chosen, sourceUid, onChanged, onClear }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.bar} aria-label="Chosen recommendations">
      <div role="status">
        <Text weight="medium">Chosen: {summaryText(totalsOf(chosen))}</Text>
      </div>
      <DecisionBar ones={chosen} sourceUid={sourceUid} onDone={onChanged}>
        <ExportMenu label="Export" sourceUid={sourceUid} ids={chosen.map(({ id }) => id)} reason={undefined} />
        <Button variant="secondary" fill="text" onClick={onClear}>
          Clear choice
        </Button>
      </DecisionBar>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed - 1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  }),
});
