import type { PanelData } from '@grafana/data';
import { useMemo } from 'react';
import { parseDuration } from '#contract/duration.ts';
import type { SeriesForecastJson } from '#contract/rest.ts';
import { type ForecastTask, historyOnly } from './browser/solve.ts';
import { isCut, stillThere, toTask } from './browser/to-task.ts';
import { keyOf, useBrowserAnswers } from '../../shared/browser/use-browser-answers.ts';
import { openForecaster } from './browser/open-forecaster.ts';
import { isEngineFrame, readEngineFrame } from './frames/engine-frame.ts';
import type { PanelSeries } from './frames/panel-series.ts';
import { type PlainSeries, readPlainFrame } from '../../shared/panel/plain-frame.ts';
import type { ForecastOptions, SeriesOptions } from './options.ts';

/** More series than this are not forecast in a browser. */
const MOST_SERIES = 100;

/** The series of a panel with what there is to say about where they come from. */
export interface PanelForecast {
  readonly series: readonly PanelSeries[];
  readonly notices: readonly string[];
  /** Some forecasts are still being computed. */
  readonly isWorking: boolean;
  readonly isInBrowser: boolean;
}

/** Reads forecasts of the engine as they are and forecasts everything else in the browser. */
export function usePanelSeries({ series: frames }: PanelData, options: ForecastOptions): PanelForecast {
  const { horizon, capacitySource, capacity, breachKind } = options;
  const asked = useMemo(
    () => ({ horizon, capacitySource, breachKind, ...(capacity === undefined ? {} : { capacity }) }),
    [horizon, capacitySource, capacity, breachKind]
  );
  const ready = useMemo(() => readyOnes(frames, asked), [frames, asked]);
  const found = useMemo(
    () => frames.filter((frame) => !isEngineFrame(frame)).flatMap((frame) => readPlainFrame(frame, frames)),
    [frames]
  );
  const plain = useMemo(() => stillThere(found), [found]);
  const tasks = useMemo(() => plain.slice(0, MOST_SERIES).map((one) => toTask(one, asked)), [plain, asked]);
  const { solved, failures, isWorking } = useBrowserAnswers(tasks, openForecaster);
  const computed = useMemo(
    () =>
      tasks.flatMap((task, i): PanelSeries[] => {
        const { field, name, times } = plain[i] as PlainSeries;
        const known = solved.get(keyOf(task, i)) ?? unsolved(task);
        return [{ field, name, times, ...known }];
      }),
    [plain, tasks, solved]
  );
  const gone = useMemo(
    () =>
      found
        .filter((one) => !plain.includes(one))
        .map((one): PanelSeries => ({ ...one, ...unsolved(toTask(one, asked)) })),
    [found, plain, asked]
  );
  const series = useMemo(() => [...ready, ...computed, ...gone], [ready, computed, gone]);
  const notices = useMemo(
    () => [
      ...browserNotices(
        tasks.length,
        plain.length,
        horizon,
        tasks.some((task) => isCut(task, horizon))
      ),
      ...goneNotices(gone.length),
      ...failures,
      ...frames.flatMap(({ meta }) => (meta?.notices ?? []).map(({ text }) => text)),
      ...computed.flatMap(({ name, forecast }) => forecast.notices.map((text) => `${name}: ${text}`)),
    ],
    [tasks, plain, horizon, failures, frames, computed, gone]
  );
  return { series, notices: [...new Set(notices)], isWorking, isInBrowser: tasks.length > 0 };
}

const waiting = new WeakMap<ForecastTask, SeriesForecastJson>();

/** The history alone, the same object for the same task. */
function unsolved(task: ForecastTask): Pick<PanelSeries, 'forecast' | 'breach'> {
  const forecast = waiting.get(task) ?? historyOnly(task);
  waiting.set(task, forecast);
  return { forecast, breach: undefined };
}

function readyOnes(frames: PanelData['series'], asked: SeriesOptions): PanelSeries[] {
  return frames
    .filter(isEngineFrame)
    .map((frame) => readEngineFrame(frame, frames, asked))
    .filter((one) => one !== undefined);
}

function goneNotices(count: number): string[] {
  return count === 0
    ? []
    : [`${count} series ended before the others and ${count === 1 ? 'is' : 'are'} shown without a forecast.`];
}

function browserNotices(count: number, found: number, horizon: string, cut: boolean): string[] {
  if (count === 0) {
    return [];
  }
  const isWrong = horizon.trim() !== '' && parseDuration(horizon.trim()) === undefined;
  return [
    'Forecast in the browser from the history shown, at most half as far ahead.',
    ...(isWrong ? [`"${horizon}" is no duration. Enter one such as 12h or 7d as the horizon.`] : []),
    ...(cut ? [`The history shown is too short for a horizon of ${horizon}. Choose a longer time range.`] : []),
    ...(found > count ? [`The first ${count} of ${found} series are shown. Narrow the query to see the others.`] : []),
  ];
}
