import type { PanelData } from '@grafana/data';
import { useMemo } from 'react';
import { keyOf, useBrowserAnswers } from '../../shared/browser/use-browser-answers.ts';
import { type PlainSeries, readPlainFrame } from '../../shared/panel/plain-frame.ts';
import { openDetector } from './browser/open-detector.ts';
import { type DetectTask, unjudged } from './browser/solve.ts';
import { isAnomalyFrame, type PanelJudged, readAnomalyFrame } from './frames/anomaly-frame.ts';
import type { AnomalyOptions } from './options.ts';

/** More series than this are not judged in a browser. */
const MOST_SERIES = 50;
/** More points than this are averaged first. */
const MOST_POINTS = 2_000;

/** The series of a panel with what there is to say about where their baselines come from. */
export interface PanelAnomalies {
  readonly series: readonly PanelJudged[];
  readonly notices: readonly string[];
  /** Some series are still being judged. */
  readonly isWorking: boolean;
  readonly isInBrowser: boolean;
}

/** Reads answers of the engine as they are and judges everything else in the browser. */
export function useJudgedSeries(
  { series: frames }: PanelData,
  { direction, threshold }: AnomalyOptions,
  timeZone: string
): PanelAnomalies {
  const ready = useMemo(
    () =>
      frames
        .filter(isAnomalyFrame)
        .map(readAnomalyFrame)
        .filter((one) => one !== undefined),
    [frames]
  );
  const plain = useMemo(
    () =>
      frames.filter((frame) => !isAnomalyFrame(frame)).flatMap((frame) => readPlainFrame(frame, frames, MOST_POINTS)),
    [frames]
  );
  const tasks = useMemo(
    () => plain.slice(0, MOST_SERIES).map((one) => toTask(one, { direction, threshold }, zoneOf(timeZone))),
    [plain, direction, threshold, timeZone]
  );
  const { solved, failures, isWorking } = useBrowserAnswers(tasks, openDetector);
  const computed = useMemo(
    () =>
      tasks.flatMap((task, i): PanelJudged[] => {
        const { field, name } = plain[i] as PlainSeries;
        return [{ field, name, judged: solved.get(keyOf(task, i)) ?? unjudged(task) }];
      }),
    [plain, tasks, solved]
  );
  const series = useMemo(() => [...ready, ...computed], [ready, computed]);
  const notices = useMemo(
    () => [
      ...browserNotices(tasks.length, plain.length),
      ...failures,
      ...frames.flatMap(({ meta }) => (meta?.notices ?? []).map(({ text }) => text)),
      ...computed.flatMap(({ name, judged: { notices: own, missing } }) =>
        [...own, ...(missing === undefined ? [] : [missing.reason])].map((text) => `${name}: ${text}`)
      ),
    ],
    [tasks, plain, failures, frames, computed]
  );
  return { series, notices: [...new Set(notices)], isWorking, isInBrowser: tasks.length > 0 };
}

function toTask(
  { field, name, history }: PlainSeries,
  options: Pick<AnomalyOptions, 'direction' | 'threshold'>,
  timeZone: string
): DetectTask {
  return { name, labels: field.labels ?? {}, history, timeZone, ...options };
}

/** Grafana's words for zones as an IANA name. */
function zoneOf(timeZone: string): string {
  if (timeZone === 'browser' || timeZone === '') {
    return Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  return timeZone === 'utc' ? 'UTC' : timeZone;
}

function browserNotices(count: number, found: number): string[] {
  if (count === 0) {
    return [];
  }
  return [
    'Detected in the browser: what is usual is learned from the range shown alone. A longer range tells more.',
    ...(found > count ? [`The first ${count} of ${found} series are shown. Narrow the query to see the others.`] : []),
  ];
}
