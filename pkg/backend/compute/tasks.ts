import { detect } from '#model/anomaly/detect.ts';
import { detectTogether } from '#model/anomaly/detect-together.ts';
import type {
  DetectOutcome,
  DetectRequest,
  DetectTogetherRequest,
  GroupDetection,
  NoDetection,
} from '#model/anomaly/types.ts';
import { breach, type Breach } from '#model/forecast/breach.ts';
import { forecast } from '#model/forecast/forecast.ts';
import { shareAcross } from '#model/forecast/share.ts';
import type { SharedRidge } from '#model/forecast/shared-ridge.ts';
import type { ForecastOutcome, ForecastRequest } from '#model/forecast/types.ts';
import { recommendVolume } from '#model/tuning/recommend-volume.ts';
import { recommend } from '#model/tuning/recommend.ts';
import type { Recommendation } from '#model/tuning/types.ts';
import type { BreachTask, ReplayedOrigin, ReplayTask, TuningTask } from '../app/ports/compute.ts';
import { replayOrigins } from './replay-origins.ts';

/**
 * Work that a worker does; every task carries much, so that there are few messages. A `share` learns from its whole list
 * at once.
 */
export type Task =
  | { readonly kind: 'forecast'; readonly requests: readonly ForecastRequest[] }
  | { readonly kind: 'share'; readonly requests: readonly ForecastRequest[] }
  | { readonly kind: 'breach'; readonly tasks: readonly BreachTask[] }
  | { readonly kind: 'detect'; readonly requests: readonly DetectRequest[] }
  | { readonly kind: 'detect-together'; readonly requests: readonly DetectTogetherRequest[] }
  | { readonly kind: 'recommend'; readonly tasks: readonly TuningTask[] }
  | { readonly kind: 'replay'; readonly task: ReplayTask }
  | { readonly kind: 'ping' };

/** The result of a {@link Task}, in the order of its list. */
export type TaskResult =
  | { readonly kind: 'forecast'; readonly outcomes: readonly ForecastOutcome[] }
  | { readonly kind: 'share'; readonly shared: SharedRidge | undefined }
  | { readonly kind: 'breach'; readonly breaches: readonly Breach[] }
  | { readonly kind: 'detect'; readonly outcomes: readonly DetectOutcome[] }
  | { readonly kind: 'detect-together'; readonly outcomes: readonly (GroupDetection | NoDetection)[] }
  | { readonly kind: 'recommend'; readonly recommendations: readonly (readonly Recommendation[])[] }
  | { readonly kind: 'replay'; readonly origins: readonly ReplayedOrigin[] }
  | { readonly kind: 'ping' };

/** Runs a task to its end on this thread. */
export function runTask(task: Task): TaskResult {
  switch (task.kind) {
    case 'forecast':
      return { kind: 'forecast', outcomes: task.requests.map(forecast) };
    case 'share':
      return { kind: 'share', shared: shareAcross(task.requests) };
    case 'breach':
      return { kind: 'breach', breaches: task.tasks.map(runBreach) };
    case 'detect':
      return { kind: 'detect', outcomes: task.requests.map(detect) };
    case 'detect-together':
      return { kind: 'detect-together', outcomes: task.requests.map(detectTogether) };
    case 'recommend':
      return { kind: 'recommend', recommendations: task.tasks.map(runTuning) };
    case 'replay':
      return { kind: 'replay', origins: replayOrigins(task.task, { forecast, breach: runBreach }) };
    case 'ping':
      return { kind: 'ping' };
  }
}

function runBreach({ forecast: predicted, capacity, direction, current, seed }: BreachTask): Breach {
  return breach(predicted, capacity, direction, current, seed);
}

/** Advice of one task. */
export function runTuning({ workloads, volumes, settings }: TuningTask): Recommendation[] {
  const options = { ...settings, policies: {} };
  return [...recommend(workloads, options), ...volumes.map((volume) => recommendVolume(volume, settings))];
}
