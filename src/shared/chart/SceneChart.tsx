import type { LegendDisplayMode, LegendPlacement } from '@grafana/schema';
import { VizLayout } from '@grafana/ui';
import { ChartLegend, type ListedSeries } from './ChartLegend.tsx';
import { ChartMessage } from './ChartMessage.tsx';
import type { ChartScene } from './chart-scene.ts';
import { isEmpty } from './columns.ts';
import { type PlotProps, ScenePlot } from './ScenePlot.tsx';

/** How the legend is shown; without one, there is none. */
export interface LegendChoice {
  readonly displayMode: LegendDisplayMode;
  readonly placement: LegendPlacement;
  /** Pixels of a legend at the right; as wide as its names when it is missing. */
  readonly width?: number | undefined;
  /** What it lists, where that is more than what is drawn: series that the user has hidden. */
  readonly listed?: readonly ListedSeries[] | undefined;
}

type Props = PlotProps & { legend?: LegendChoice | undefined };

function emptyWords({ views }: ChartScene): string {
  const [first] = views;
  return first === undefined
    ? 'All series are hidden. Choose one in the legend to show it.'
    : (first.input.forecast.missing?.reason ?? 'No samples in this range.');
}

/** Series with their forecasts: actual, predicted, bands, now, capacity and the dates of a breach. */
export function SceneChart({ width, height, scene, legend, ...plotProps }: Props) {
  const isNothing = scene.views.every(({ columns }) => isEmpty(columns));
  return (
    <VizLayout
      width={width}
      height={height}
      legend={
        legend && (
          <VizLayout.Legend
            placement={legend.placement}
            {...(legend.width === undefined ? {} : { width: legend.width })}
          >
            <ChartLegend scene={scene} {...legend} />
          </VizLayout.Legend>
        )
      }
    >
      {(plotWidth, plotHeight) =>
        isNothing ? (
          <ChartMessage height={plotHeight}>{emptyWords(scene)}</ChartMessage>
        ) : (
          <ScenePlot width={plotWidth} height={plotHeight} scene={scene} {...plotProps} />
        )
      }
    </VizLayout>
  );
}
