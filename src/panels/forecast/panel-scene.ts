import { getFieldSeriesColor, type LinkModel, type PanelData } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { type ChartScene, toChartScene } from '../../shared/chart/chart-scene.ts';
import type { BreachKind } from '../../shared/forecast/breach-words.ts';
import { type ChartInput, type ChartView, toChartView } from '../../shared/chart/chart-view.ts';
import { readAnnotations } from '../../shared/panel/annotation-frames.ts';
import { isHiddenFrom, unitOf } from '../../shared/panel/fields.ts';
import { type PanelSeries } from './frames/panel-series.ts';
import type { ForecastOptions } from './options.ts';
import type { Stretch } from '../../shared/panel/use-zoom.ts';

/** What a panel draws, with the series that it is made from. */
export interface PanelScene {
  readonly scene: ChartScene;
  readonly series: readonly PanelSeries[];
  readonly nowMs: number;
  /** End of the last forecast, and whether the axis ends before it. */
  readonly endMs: number | undefined;
  readonly isCutOff: boolean;
}

interface Frame {
  readonly data: PanelData;
  readonly options: ForecastOptions;
  readonly timeZone: string;
  readonly zoomed: Stretch | undefined;
}

const NO_FRAMES: PanelData['annotations'] = [];

/** Puts the series of a panel on its axes. */
export function usePanelScene(series: readonly PanelSeries[], frame: Frame): PanelScene {
  const { data, options, timeZone, zoomed } = frame;
  const { timeRange } = data;
  const theme = useTheme2();
  const nowMs = data.request?.endTime ?? data.request?.startTime ?? timeRange.to.valueOf();
  const views = useMemo(
    () =>
      series.map((one) => {
        const { color } = getFieldSeriesColor(one.field, theme);
        const isSilent = isHiddenFrom(one.field, 'tooltip');
        return viewOf(one, { breachKind: kindOf(one, options), nowMs, timeZone, color, isSilent });
      }),
    [series, options, nowMs, timeZone, theme]
  );
  const { annotations: marked = NO_FRAMES } = data;
  const annotations = useMemo(() => readAnnotations(marked), [marked]);
  const endMs = useMemo(() => lastOf(series), [series]);
  const [fromMs, toMs] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const lastMs = options.extendAxis ? Math.max(toMs, endMs ?? toMs) : toMs;
  const scene = useMemo(
    () =>
      toChartScene(views, {
        fromMs: zoomed?.from ?? fromMs,
        toMs: zoomed?.to ?? lastMs,
        min: limitOf(series, 'min'),
        max: limitOf(series, 'max'),
        annotations,
      }),
    [views, series, zoomed, fromMs, lastMs, annotations]
  );
  const isCutOff = zoomed === undefined && endMs !== undefined && endMs > lastMs;
  return { scene, series, nowMs, endMs, isCutOff };
}

/** Words by the options; a forecast of the engine knows itself which way hurts. */
function kindOf({ direction }: PanelSeries, { breachKind }: ForecastOptions): BreachKind {
  if (direction === undefined) {
    return breachKind;
  }
  return direction === 'down' ? 'below' : breachKind === 'below' ? 'at-capacity' : breachKind;
}

type Look = Pick<ChartInput, 'breachKind' | 'nowMs' | 'timeZone' | 'color' | 'isSilent'>;

/** Views of forecasts that have been drawn before; forecasts in the browser arrive in portions. */
const drawn = new WeakMap<object, { readonly of: readonly unknown[]; readonly view: ChartView }>();

function viewOf({ field, forecast, breach }: PanelSeries, look: Look): ChartView {
  const of = [field, look.breachKind, look.nowMs, look.timeZone, look.color, look.isSilent];
  const before = drawn.get(forecast);
  if (before !== undefined && before.of.every((part, i) => part === of[i])) {
    return before.view;
  }
  const view = toChartView({ forecast, breach, unit: unitOf(field), ...look });
  drawn.set(forecast, { of, view });
  return view;
}

/** The data links of a series at one of its columns; beyond its rows those of its last one. */
export function linksOf({ scene, series }: PanelScene, view: ChartView, column: number): LinkModel[] {
  const { field, times = [] } = series[scene.views.indexOf(view)] ?? {};
  if (field?.getLinks === undefined || (field.config.links ?? []).length === 0) {
    return [];
  }
  return field.getLinks({ valueRowIndex: rowAt(times, view.columns.times[column] ?? 0) });
}

/** The last row that is not after a moment; the first one when all are. */
function rowAt(times: readonly number[], ms: number): number {
  const after = times.findIndex((time) => time > ms);
  return Math.max((after < 0 ? times.length : after) - 1, 0);
}

function lastOf(series: readonly PanelSeries[]): number | undefined {
  const ends = series.flatMap(({ forecast: { predicted, stepMs } }) =>
    predicted === undefined ? [] : [predicted.startMs + (predicted.mean.length - 1) * stepMs]
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** The outermost limit that the fields are given, if all have one. */
function limitOf(series: readonly PanelSeries[], end: 'min' | 'max'): number | undefined {
  const limits = series.map(({ field }) => field.config[end]);
  return limits.every((limit) => typeof limit === 'number') && limits.length > 0 ? Math[end](...limits) : undefined;
}
