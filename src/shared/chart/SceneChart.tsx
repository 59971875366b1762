import { css } from '@emotion/css';
import type { GrafanaTheme2, LinkModel } from '@grafana/data';
import { DashboardCursorSync, type LegendDisplayMode, type LegendPlacement } from '@grafana/schema';
import { KeyboardPlugin, TooltipPlugin2, UPlotChart, useStyles2, useTheme2, VizLayout } from '@grafana/ui';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartMessage } from './ChartMessage.tsx';
import { sceneSummary } from './chart-summary.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import { type ChartScene, columnAt, viewOfLine } from './chart-scene.ts';
import type { ChartView } from './chart-view.ts';
import { isEmpty } from './columns.ts';
import { toPlotConfig } from './plot-config.ts';

/** How the legend is shown; without one, there is none. */
export interface LegendChoice {
  readonly displayMode: LegendDisplayMode;
  readonly placement: LegendPlacement;
}

interface Props {
  width: number;
  height: number;
  scene: ChartScene;
  legend?: LegendChoice | undefined;
  /** A stretch of time was dragged out. */
  onZoom?: ((range: { from: number; to: number }) => void) | undefined;
  /** Links of a series at one of its columns. */
  linksOf?: ((view: ChartView, column: number) => LinkModel[]) | undefined;
}

/** TooltipPlugin2's mode "all values at this time"; its enum is not exported. */
const HOVER_ALL = 1;

/** Series with their forecasts: actual, predicted, bands, now, capacity and the dates of a breach. */
export function SceneChart({ width, height, scene, legend, ...plotProps }: Props) {
  if (scene.views.every(({ columns }) => isEmpty(columns))) {
    return (
      <ChartMessage height={height}>
        {scene.views[0]?.input.forecast.missing?.reason ?? 'No samples in this range.'}
      </ChartMessage>
    );
  }
  return (
    <VizLayout
      width={width}
      height={height}
      legend={
        legend && (
          <VizLayout.Legend placement={legend.placement}>
            <ChartLegend views={scene.views} {...legend} />
          </VizLayout.Legend>
        )
      }
    >
      {(plotWidth, plotHeight) => <Plot width={plotWidth} height={plotHeight} scene={scene} {...plotProps} />}
    </VizLayout>
  );
}

function Plot({ width, height, scene, onZoom, linksOf }: Omit<Props, 'legend'>) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const canZoom = onZoom !== undefined;
  const config = useMemo(() => toPlotConfig(scene, theme, canZoom), [scene, theme, canZoom]);
  const data = useMemo(
    () => [[...scene.times], ...scene.lines.map((line) => [...line])] satisfies uPlot.AlignedData,
    [scene]
  );
  return (
    <div className={styles.plot}>
      <UPlotChart width={width} height={height} config={config} data={data} plotRef={(plot) => describe(plot, scene)}>
        <KeyboardPlugin config={config} />
        <TooltipPlugin2
          config={config}
          hoverMode={HOVER_ALL}
          // The tooltip follows the keyboard's cursor only when it is synchronised; with itself alone here.
          syncMode={DashboardCursorSync.Tooltip}
          syncScope={config.uid}
          {...(onZoom === undefined ? {} : { queryZoom: onZoom })}
          getDataLinks={(line, index) => linksAt(scene, line, index, linksOf)}
          render={(_, indexes, line, isPinned) => {
            const place = placeOf(scene, indexes, line);
            return place === undefined ? null : (
              <ChartTooltip
                {...place}
                isNamed={scene.views.length > 1}
                links={isPinned ? (linksOf?.(place.view, place.column) ?? []) : []}
              />
            );
          }}
        />
      </UPlotChart>
    </div>
  );
}

/** The series that is pointed at, or the first one there, and its column under the cursor. */
function placeOf(scene: ChartScene, indexes: Array<number | null>, line: number | null) {
  const pointed = line === null ? undefined : viewOfLine(scene, line - 1);
  const index = (line === null ? undefined : indexes[line]) ?? indexes.find((at, i) => i > 0 && at !== null);
  const ms = typeof index === 'number' ? scene.times[index] : undefined;
  if (ms === undefined) {
    return undefined;
  }
  const candidates = pointed === undefined ? scene.views : [pointed, ...scene.views];
  for (const view of candidates) {
    const column = columnAt(view, ms);
    if (column !== undefined) {
      return { view, column };
    }
  }
  return undefined;
}

function linksAt(scene: ChartScene, line: number, index: number | null, linksOf: Props['linksOf']): LinkModel[] {
  const view = viewOfLine(scene, line - 1);
  const ms = index === null ? undefined : scene.times[index];
  const column = view === undefined || ms === undefined ? undefined : columnAt(view, ms);
  return view === undefined || column === undefined ? [] : (linksOf?.(view, column) ?? []);
}

function describe({ root, ctx }: uPlot, scene: ChartScene): void {
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', 'Forecast chart. The arrow keys move the cursor.');
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
