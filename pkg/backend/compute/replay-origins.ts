import type { Breach } from '#model/forecast/breach.ts';
import { requestOf } from '#model/forecast/natural-bounds.ts';
import type { ForecastOutcome, ForecastRequest } from '#model/forecast/types.ts';
import type { BreachTask, ReplayedOrigin, ReplayTask } from '../app/ports/compute.ts';

/** What forecasts and what tells breaches. */
export interface ReplayModel {
  forecast(request: ForecastRequest): ForecastOutcome;
  breach(task: BreachTask): Breach;
}

/** The breach distributions of one series as of each origin of a task. */
export function replayOrigins(task: ReplayTask, model: ReplayModel): ReplayedOrigin[] {
  const { history, request, direction } = task;
  return task.origins.map(({ from, to, cases }) => {
    const startMs = history.startMs + from * history.stepMs;
    const series = { startMs, stepMs: history.stepMs, values: history.values.slice(from, to) };
    const forecast = model.forecast(requestOf({ ...request, levels: [] }, series));
    return forecast.kind === 'forecast'
      ? cases.map((one) => model.breach({ ...one, forecast, direction, seed: request.seed }))
      : undefined;
  });
}
