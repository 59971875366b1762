import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { KeyboardPlugin, TooltipPlugin2, UPlotChart, useStyles2, useTheme2, VizLayout } from '@grafana/ui';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartMessage } from './ChartMessage.tsx';
import { chartSummary } from './chart-summary.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import type { ChartView } from './chart-view.ts';
import { isEmpty, toDrawnOrder } from './columns.ts';
import { toPlotConfig } from './plot-config.ts';

interface Props {
  width: number;
  height: number;
  view: ChartView;
}

/** TooltipPlugin2's mode "all values at this time"; its enum is not exported. */
const HOVER_ALL = 1;

/** A series with its forecast: actual, predicted, bands, now, capacity and the dates of a breach. */
export function ForecastChart({ width, height, view }: Props) {
  if (isEmpty(view.columns)) {
    return (
      <ChartMessage height={height}>{view.input.forecast.missing?.reason ?? 'No samples in this range.'}</ChartMessage>
    );
  }
  return (
    <VizLayout
      width={width}
      height={height}
      legend={
        <VizLayout.Legend placement="bottom">
          <ChartLegend hasPrediction={view.input.forecast.predicted !== undefined} />
        </VizLayout.Legend>
      }
    >
      {(plotWidth, plotHeight) => <Plot width={plotWidth} height={plotHeight} view={view} />}
    </VizLayout>
  );
}

function Plot({ width, height, view }: Props) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const config = useMemo(() => toPlotConfig(view, theme), [view, theme]);
  const data = useMemo(() => toDrawnOrder(view.columns).map((column) => [...column]) as uPlot.AlignedData, [view]);
  return (
    <div className={styles.plot}>
      <UPlotChart width={width} height={height} config={config} data={data} plotRef={(plot) => describe(plot, view)}>
        <KeyboardPlugin config={config} />
        <TooltipPlugin2
          config={config}
          hoverMode={HOVER_ALL}
          // The tooltip follows the keyboard's cursor only when it is synchronised; with itself alone here.
          syncMode={DashboardCursorSync.Tooltip}
          syncScope={config.uid}
          render={(_, indexes) => {
            const index = indexes.find((at) => at !== null);
            return index === undefined ? null : <ChartTooltip view={view} index={index ?? 0} />;
          }}
        />
      </UPlotChart>
    </div>
  );
}

function describe({ root, ctx }: uPlot, view: ChartView): void {
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', 'Forecast chart. The arrow keys move the cursor.');
  ctx.canvas.setAttribute('role', 'img');
  ctx.canvas.setAttribute('aria-label', chartSummary(view));
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
