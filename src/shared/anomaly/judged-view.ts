import type { SeriesAnomaliesJson } from '#contract/anomaly-rest.ts';
import type { SeriesForecastJson } from '#contract/rest.ts';
import { type ChartView, toChartView } from '../chart/chart-view.ts';
import { explain, type Wording } from './anomaly-words.ts';

/** As much of a series of an anomaly answer as is drawn. */
export type JudgedSeries = Pick<
  SeriesAnomaliesJson,
  'name' | 'labels' | 'startMs' | 'stepMs' | 'values' | 'bands' | 'score' | 'anomalies' | 'missing' | 'notices'
>;

/** How a judged series is drawn. */
export interface JudgedLook extends Wording {
  readonly nowMs: number;
  /** CSS colour of the line; the usual one when it is missing. */
  readonly color?: string | undefined;
  /** Tooltips do not tell of it. */
  readonly isSilent?: boolean | undefined;
}

/** A series of an anomaly answer as the chart takes it: value, grey band, coloured stretches. */
export function toJudgedView(series: JudgedSeries, look: JudgedLook): ChartView {
  const { name, labels, startMs, stepMs, values, bands, score, anomalies, missing, notices } = series;
  const forecast: SeriesForecastJson = {
    name,
    labels,
    stepMs,
    actual: { startMs, values },
    notices,
    ...(missing === undefined ? {} : { missing }),
  };
  const stretches = anomalies.map((anomaly) => ({
    startMs: anomaly.startMs,
    endMs: anomaly.endMs,
    severity: anomaly.severity,
    text: explain(anomaly, look),
  }));
  return toChartView({
    forecast,
    breachKind: 'at-capacity',
    caption: 'Anomaly chart',
    judged: { bands, score, stretches },
    ...look,
  });
}
