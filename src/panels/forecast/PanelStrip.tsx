import { css } from '@emotion/css';
import type { AbsoluteTimeRange, GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import { formatDay } from '../../shared/forecast/dates.ts';
import type { TrustShown } from './options.ts';
import { outcomeSentence } from './outcome.ts';
import type { PanelScene } from './panel-scene.ts';
import { TrustCard } from './TrustCard.tsx';
import type { PanelForecast } from './use-panel-series.ts';
import { weakestOf } from './weakest.ts';
import { PanelNotices } from '../../shared/panel/PanelNotices.tsx';

export const STRIP_HEIGHT = 32;

interface Props {
  panel: PanelScene;
  forecast: PanelForecast;
  trust: TrustShown;
  /** Absent when nothing is zoomed. */
  onResetZoom: (() => void) | undefined;
  onSeeAll: (range: AbsoluteTimeRange) => void;
}

/** A line above the chart: the answer in words, what there is to say about it, and how far to trust it. */
export function PanelStrip({ panel, forecast, trust, onResetZoom, onSeeAll }: Props) {
  const styles = useStyles2(getStyles);
  const weakest = weakestOf(forecast.series);
  return (
    <div className={styles.strip}>
      <div className={styles.outcome}>
        <Text variant="bodySmall" truncate>
          {outcomeSentence(panel.scene, panel.isCutOff ? undefined : panel.endMs)}
        </Text>
      </div>
      {onResetZoom !== undefined && (
        <Button size="sm" variant="secondary" fill="text" icon="search-minus" onClick={onResetZoom}>
          Reset zoom
        </Button>
      )}
      <SeeAll panel={panel} onSeeAll={onSeeAll} />
      <PanelNotices
        title="About this forecast"
        where={forecast.isInBrowser ? 'Forecast in the browser' : undefined}
        notices={forecast.notices}
      />
      {trust !== 'off' && weakest !== undefined && (
        <TrustCard weakest={weakest} count={forecast.series.length} isDiscreet={trust === 'hover'} />
      )}
    </div>
  );
}

/** Where the axis ends before the forecast does, this says so and leads there. */
function SeeAll({ panel: { scene, endMs, isCutOff }, onSeeAll }: Pick<Props, 'panel' | 'onSeeAll'>) {
  const [first] = scene.views;
  if (!isCutOff || endMs === undefined || first === undefined) {
    return null;
  }
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="text"
      icon="arrow-right"
      onClick={() => onSeeAll({ from: scene.timeRange[0], to: endMs })}
    >
      {`Forecast continues to ${formatDay(endMs, first.input.timeZone)}`}
    </Button>
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
