import { css } from '@emotion/css';
import { getFieldSeriesColor, type PanelData, type PanelProps } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { LoadingBar, usePanelContext, useStyles2, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { toJudgedView } from '../../shared/anomaly/judged-view.ts';
import { toChartScene } from '../../shared/chart/chart-scene.ts';
import { SceneChart } from '../../shared/chart/SceneChart.tsx';
import { readAnnotations } from '../../shared/panel/annotation-frames.ts';
import { emptyReason } from '../../shared/panel/empty-state.ts';
import { isHidden, isHiddenFrom, unitOf } from '../../shared/panel/fields.ts';
import { PanelMessage } from '../../shared/panel/PanelMessage.tsx';
import { isSignal } from '../../shared/panel/plain-frame.ts';
import { type Stretch, useZoom } from '../../shared/panel/use-zoom.ts';
import { AnomalyStrip, STRIP_HEIGHT } from './AnomalyStrip.tsx';
import type { PanelJudged } from './frames/anomaly-frame.ts';
import type { AnomalyOptions } from './options.ts';
import { useJudgedSeries } from './use-judged-series.ts';

/** Below this height a panel is all chart. */
const LEAST_WITH_STRIP = 140;
/** Below this height a legend under the chart would leave no chart. */
const LEAST_WITH_LEGEND = 160;

/** Series with what is usual for them: the engine's answer, or one that is made here from any data. */
export function AnomalyPanel({ data, options, width, height, timeZone }: PanelProps<AnomalyOptions>) {
  const styles = useStyles2(getStyles);
  const found = useJudgedSeries(data, options, timeZone);
  const [zoomed, zoom] = useZoom(data.timeRange);
  const scene = useScene(found.series, data, timeZone, zoomed);
  const legend = useLegend(options, found.series, data, height);
  const { sync, eventsScope, eventBus } = usePanelContext();
  const mode = sync?.() ?? DashboardCursorSync.Off;
  const hover = useMemo(() => ({ mode, scope: eventsScope, eventBus }), [mode, eventsScope, eventBus]);
  if (found.series.length === 0 && !legend?.listed.some((one) => one.isHidden)) {
    return <PanelMessage height={height} reason={emptyReason(data)} />;
  }
  const stripHeight = height < LEAST_WITH_STRIP ? 0 : STRIP_HEIGHT;
  return (
    <div className={styles.panel}>
      <div className={styles.loading}>
        {found.isWorking && <LoadingBar width={width} ariaLabel="Detecting in the browser" />}
      </div>
      {stripHeight > 0 && (
        <AnomalyStrip
          found={found}
          timeZone={timeZone}
          onResetZoom={zoomed === undefined ? undefined : () => zoom(undefined)}
        />
      )}
      <SceneChart
        width={width}
        height={height - stripHeight}
        scene={scene}
        legend={legend}
        onZoom={zoom}
        hover={hover}
      />
    </div>
  );
}

function useScene(series: readonly PanelJudged[], data: PanelData, timeZone: string, zoomed: Stretch | undefined) {
  const theme = useTheme2();
  const { timeRange, annotations } = data;
  const nowMs = data.request?.endTime ?? data.request?.startTime ?? timeRange.to.valueOf();
  const views = useMemo(
    () =>
      series.map(({ field, judged }) =>
        toJudgedView(judged, {
          nowMs,
          timeZone,
          unit: unitOf(field),
          color: getFieldSeriesColor(field, theme).color,
          isSilent: isHiddenFrom(field, 'tooltip'),
        })
      ),
    [series, nowMs, timeZone, theme]
  );
  const marked = useMemo(() => readAnnotations(annotations), [annotations]);
  const [fromMs, toMs] = [zoomed?.from ?? timeRange.from.valueOf(), zoomed?.to ?? timeRange.to.valueOf()];
  return useMemo(() => toChartScene(views, { fromMs, toMs, annotations: marked }), [views, fromMs, toMs, marked]);
}

/** The legend by the options, with hidden series so that they can be shown again. */
function useLegend({ legend }: AnomalyOptions, series: readonly PanelJudged[], data: PanelData, height: number) {
  const theme = useTheme2();
  const { showLegend, displayMode, placement, width } = legend;
  const isShown = showLegend && (placement === 'right' || height >= LEAST_WITH_LEGEND);
  return useMemo(() => {
    const drawn = series.map(({ field, name }) => ({
      name,
      color: getFieldSeriesColor(field, theme).color,
      isHidden: false,
    }));
    const hidden = data.series.flatMap(({ fields }) =>
      fields
        .filter((field) => isSignal(field) && isHidden(field) && field.config.displayNameFromDS === undefined)
        .map((field) => ({ name: field.state?.displayName ?? field.name, isHidden: true }))
    );
    return isShown ? { displayMode, placement, width, listed: [...drawn, ...hidden] } : undefined;
  }, [isShown, displayMode, placement, width, series, data.series, theme]);
}

const getStyles = () => ({
  panel: css({ position: 'relative', height: '100%' }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 1 }),
});
