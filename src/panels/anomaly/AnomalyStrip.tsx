import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import { SeverityShape } from '../../shared/anomaly/SeverityMark.tsx';
import { outcomeOf } from './outcome.ts';
import type { PanelAnomalies } from './use-judged-series.ts';
import { PanelNotices } from '../../shared/panel/PanelNotices.tsx';

export const STRIP_HEIGHT = 32;

interface Props {
  found: PanelAnomalies;
  timeZone: string;
  /** Absent when nothing is zoomed. */
  onResetZoom: (() => void) | undefined;
}

/** A line above the chart: the answer in words, and what there is to say about it. */
export function AnomalyStrip({ found, timeZone, onResetZoom }: Props) {
  const styles = useStyles2(getStyles);
  const { text, severity } = outcomeOf(found.series, timeZone);
  return (
    <div className={styles.strip}>
      {severity && <SeverityShape severity={severity} />}
      <div className={styles.outcome}>
        <Text variant="bodySmall" truncate>
          {found.isWorking ? 'Detecting…' : text}
        </Text>
      </div>
      {onResetZoom !== undefined && (
        <Button size="sm" variant="secondary" fill="text" icon="search-minus" onClick={onResetZoom}>
          Reset zoom
        </Button>
      )}
      <PanelNotices
        title="About this detection"
        where={found.isInBrowser ? 'Detected in the browser' : undefined}
        notices={found.notices}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: STRIP_HEIGHT,
    paddingInline: theme.spacing(1),
    containerType: 'inline-size',
  }),
  outcome: css({ flex: 1, minWidth: 0, display: 'flex' }),
});
