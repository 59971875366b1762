import { css } from '@emotion/css';
import type { PanelProps } from '@grafana/data';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { SceneChart } from '../../shared/chart/SceneChart.tsx';
import { emptyReason } from './empty-state.ts';
import type { ForecastOptions } from './options.ts';
import { PanelMessage } from './PanelMessage.tsx';
import { linksOf, type PanelScene, usePanelScene } from './panel-scene.ts';
import { PanelStrip, STRIP_HEIGHT } from './PanelStrip.tsx';
import { usePanelSeries } from './use-panel-series.ts';
import { useZoom } from './use-zoom.ts';

/** Below this height a panel is all chart. */
const LEAST_WITH_STRIP = 140;

type Props = PanelProps<ForecastOptions>;

/** Series with where they are heading: the engine's forecasts, or forecasts made here from any data. */
export function ForecastPanel(props: Props) {
  const { data, options, width, height, timeZone, onChangeTimeRange } = props;
  const styles = useStyles2(getStyles);
  const forecast = usePanelSeries(data, options);
  const [zoomed, zoom] = useZoom(data.timeRange);
  const panel = usePanelScene(forecast.series, { data, options, timeZone, zoomed });
  if (forecast.series.length === 0) {
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
      <PanelChart width={width} height={height - stripHeight} panel={panel} options={options} onZoom={zoom} />
    </div>
  );
}

interface ChartProps {
  width: number;
  height: number;
  panel: PanelScene;
  options: ForecastOptions;
  onZoom: (range: { from: number; to: number }) => void;
}

function PanelChart({ width, height, panel, options, onZoom }: ChartProps) {
  const { showLegend, displayMode, placement } = options.legend;
  const legend = useMemo(
    () => (showLegend ? { displayMode, placement } : undefined),
    [showLegend, displayMode, placement]
  );
  return (
    <SceneChart
      width={width}
      height={height}
      scene={panel.scene}
      legend={legend}
      onZoom={onZoom}
      linksOf={(view, column) => linksOf(panel, view, column)}
    />
  );
}

const getStyles = () => ({
  panel: css({ position: 'relative', height: '100%' }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 1 }),
});
