import { css } from '@emotion/css';
import type { PanelProps } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { LoadingBar, usePanelContext, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import type { HoverSync } from '../../shared/chart/hover-sync.ts';
import { SceneChart } from '../../shared/chart/SceneChart.tsx';
import { emptyReason } from '../../shared/panel/empty-state.ts';
import { listSeries } from './frames/listed-series.ts';
import type { ForecastOptions } from './options.ts';
import { PanelMessage } from '../../shared/panel/PanelMessage.tsx';
import { linksOf, type PanelScene, usePanelScene } from './panel-scene.ts';
import { PanelStrip, STRIP_HEIGHT } from './PanelStrip.tsx';
import { usePanelSeries } from './use-panel-series.ts';
import { useZoom } from '../../shared/panel/use-zoom.ts';

/** Below this height a panel is all chart. */
const LEAST_WITH_STRIP = 140;
/** Below this height a legend under the chart would leave no chart. */
const LEAST_WITH_LEGEND = 160;

type Props = PanelProps<ForecastOptions>;

/** Series with where they are heading: the engine's forecasts, or forecasts made here from any data. */
export function ForecastPanel(props: Props) {
  const { data, options, width, height, timeZone, onChangeTimeRange } = props;
  const styles = useStyles2(getStyles);
  const forecast = usePanelSeries(data, options);
  const [zoomed, zoom] = useZoom(data.timeRange);
  const panel = usePanelScene(forecast.series, { data, options, timeZone, zoomed });
  const legend = useLegend(props, panel);
  const hover = useHoverSync();
  const hasHidden = legend?.listed.some(({ isHidden }) => isHidden) === true;
  if (forecast.series.length === 0 && !hasHidden) {
    return <PanelMessage height={height} reason={emptyReason(data)} />;
  }
  const stripHeight = height < LEAST_WITH_STRIP ? 0 : STRIP_HEIGHT;
  return (
    <div className={styles.panel} data-forecast-panel>
      <div className={styles.loading}>
        {forecast.isWorking && <LoadingBar width={width} ariaLabel="Forecasting in the browser" />}
      </div>
      {stripHeight > 0 && (
        <PanelStrip
          panel={panel}
          forecast={forecast}
          trust={options.trust}
          onResetZoom={zoomed === undefined ? undefined : () => zoom(undefined)}
          onSeeAll={onChangeTimeRange}
        />
      )}
      <SceneChart
        width={width}
        height={height - stripHeight}
        scene={panel.scene}
        legend={legend}
        onZoom={zoom}
        linksOf={(view, column) => linksOf(panel, view, column)}
        hover={hover}
      />
    </div>
  );
}

/** The legend by the options, as long as there is room for it. */
function useLegend({ data, options, height }: Props, { series }: PanelScene) {
  const theme = useTheme2();
  const { showLegend, displayMode, placement, width } = options.legend;
  const isShown = showLegend && (placement === 'right' || height >= LEAST_WITH_LEGEND);
  return useMemo(() => {
    const listed = listSeries(data.series, new Set(series.map(({ name }) => name)), theme);
    return isShown ? { displayMode, placement, width, listed } : undefined;
  }, [isShown, displayMode, placement, width, data.series, series, theme]);
}

/** How the dashboard wants its panels to share the pointer's time. */
function useHoverSync(): HoverSync {
  const { sync, eventsScope, eventBus } = usePanelContext();
  const mode = sync?.() ?? DashboardCursorSync.Off;
  return useMemo(() => ({ mode, scope: eventsScope, eventBus }), [mode, eventsScope, eventBus]);
}

const getStyles = () => ({
  panel: css({ position: 'relative', height: '100%' }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 1 }),
});
