import { css } from '@emotion/css';
import type { GrafanaTheme2, LinkModel } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { EventBusPlugin, KeyboardPlugin, TooltipPlugin2, UPlotChart, useStyles2, useTheme2 } from '@grafana/ui';
import { useLayoutEffect, useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import type { ChartView } from './chart-view.ts';
import { AnnotationMarkers } from './AnnotationMarkers.tsx';
import { sceneSummary } from './chart-summary.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import { type ChartScene, placeAt, type ScenePlace, viewOfLine } from './chart-scene.ts';
import { type HoverSync, sharesTooltip } from './hover-sync.ts';
import { KeyboardReading } from './KeyboardReading.tsx';
import { toPlotConfig } from './plot-config.ts';
import { toPlotData } from './plot-data.ts';
import { usePlotShape } from './plot-shape.ts';

/** What a plot draws and whom it tells. */
export interface PlotProps {
  width: number;
  height: number;
  scene: ChartScene;
  /** A stretch of time was dragged out. */
  onZoom?: ((range: { from: number; to: number }) => void) | undefined;
  /** Links of a series at one of its columns. */
  linksOf?: ((view: ChartView, column: number) => LinkModel[]) | undefined;
  /** The other charts that share the pointer's time; without it, none. */
  hover?: HoverSync | undefined;
}

/** Places in the times by line. */
type Indexes = ReadonlyArray<number | null | undefined>;

/** TooltipPlugin2's mode "all values at this time"; its enum is not exported. */
const HOVER_ALL = 1;

/**
 * The plot of a scene. uPlot is built once for a shape; other data, another range and other marks are drawn by the one
 * that is there: building it anew for 50 series costs more than all the rest.
 */
export function ScenePlot({ width, height, scene, onZoom, linksOf, hover }: PlotProps) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const plot = useRef<uPlot>(undefined);
  const shape = usePlotShape(scene);
  const canZoom = onZoom !== undefined;
  const [mode, scope] = [hover?.mode ?? DashboardCursorSync.Off, hover?.scope];
  const config = useMemo(
    // The plugins below write their wish for synchronised cursors into the configuration.
    () => ({ builder: toPlotConfig(shape, theme, canZoom), mode, scope }).builder,
    [shape, theme, canZoom, mode, scope]
  );
  const data = useMemo(() => toPlotData(scene), [scene]);
  useLayoutEffect(() => {
    // UPlotChart leaves new data aside when its size changes at the same time.
    if (plot.current !== undefined && plot.current.data !== data) {
      plot.current.setData(data);
    }
    plot.current?.ctx.canvas.setAttribute('aria-label', sceneSummary(scene));
  }, [scene, data]);
  const keep = (built: uPlot) => {
    plot.current = built;
    describe(built, scene);
  };
  const linksAt = ({ view, column }: ScenePlace) => linksOf?.(view, column) ?? [];
  const tooltipAt = (indexes: Indexes, line: number | null, isPinned = false) => {
    const place = placeAt(scene, indexes, line);
    const links = place !== undefined && isPinned ? linksAt(place) : [];
    return place && <ChartTooltip {...place} isNamed={scene.views.length > 1} links={links} />;
  };
  const linksOfLine = (line: number, index: number | null) => {
    const place = placeAt(scene, [index], line);
    return place !== undefined && place.view === viewOfLine(scene, line - 1) ? linksAt(place) : [];
  };
  return (
    <div className={styles.plot}>
      <UPlotChart key={config.uid} width={width} height={height} config={config} data={data} plotRef={keep}>
        <KeyboardPlugin config={config} />
        {hover !== undefined && mode !== DashboardCursorSync.Off && (
          <EventBusPlugin config={config} eventBus={hover.eventBus} />
        )}
        <TooltipPlugin2
          config={config}
          hoverMode={HOVER_ALL}
          syncMode={mode}
          {...(scope === undefined ? {} : { syncScope: scope })}
          {...(onZoom === undefined ? {} : { queryZoom: onZoom })}
          getDataLinks={linksOfLine}
          render={(_, indexes, line, isPinned) => tooltipAt(indexes, line, isPinned)}
        />
        {!sharesTooltip(hover) && <KeyboardReading config={config} render={tooltipAt} />}
        <AnnotationMarkers config={config} scene={scene} />
      </UPlotChart>
    </div>
  );
}

function describe({ root, ctx }: uPlot, scene: ChartScene): void {
  root.setAttribute('role', 'group');
  const caption = scene.views[0]?.input.caption ?? 'Forecast chart';
  root.setAttribute('aria-label', `${caption}. The arrow keys move the cursor.`);
  ctx.canvas.setAttribute('role', 'img');
  ctx.canvas.setAttribute('aria-label', sceneSummary(scene));
}

const getStyles = (theme: GrafanaTheme2) => ({
  plot: css({
    '.uplot:focus-visible': {
      outline: `2px solid ${theme.colors.primary.main}`,
      outlineOffset: 2,
      borderRadius: theme.shape.radius.default,
    },
  }),
});
