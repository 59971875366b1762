import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, IconButton, Text, Toggletip, useStyles2 } from '@grafana/ui';
import { SeverityShape } from '../../shared/anomaly/SeverityMark.tsx';
import { outcomeOf } from './outcome.ts';
import type { PanelAnomalies } from './use-judged-series.ts';

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
      <Notices found={found} />
    </div>
  );
}

function Notices({ found: { notices, isInBrowser } }: Pick<Props, 'found'>) {
  const styles = useStyles2(getStyles);
  if (notices.length === 0) {
    return null;
  }
  return (
    <>
      {isInBrowser && (
        <span className={styles.where}>
          <Text variant="bodySmall" color="secondary">
            Detected in the browser
          </Text>
        </span>
      )}
      <Toggletip
        placement="bottom-end"
        title="About this detection"
        content={
          <ul className={styles.notices}>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        }
      >
        <IconButton
          name="info-circle"
          aria-label={isInBrowser ? 'Detected in the browser. Show notices' : 'Show notices'}
        />
      </Toggletip>
    </>
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
  // The icon and its notices say the same where there is no room.
  where: css({ whiteSpace: 'nowrap', '@container (max-width: 480px)': { display: 'none' } }),
  notices: css({ margin: 0, paddingLeft: theme.spacing(2), maxHeight: 240, overflowY: 'auto' }),
});
