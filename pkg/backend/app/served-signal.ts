import type { Context } from './context.ts';
import {
  type ForecastDeps,
  forecastSignal,
  type SignalFields,
  type SignalForecast,
  type Source,
  type StoredAnswer,
} from './forecast-signal.ts';
import type { ForecastPlan, PlannedFields } from './plan.ts';
import { traced } from './tracing/traced.ts';

/** The stored forecast that an answer came from. */
export type ServedFrom = Pick<StoredAnswer, 'id' | 'name' | 'model' | 'trainedMs'>;

/** A forecast on its way, and the grid that it is on: a stored one may start earlier than was asked for. */
export interface ServedSignal {
  readonly plan: ForecastPlan;
  readonly signal: Promise<SignalForecast>;
  readonly stored: ServedFrom | undefined;
  readonly notices: readonly string[];
}

/**
 * The forecast of a signal: the stored one where there is one, else the fast path. A stored forecast whose answer is
 * lost or too old answers by its own model, so that an alert rule never changes its model in silence.
 */
export async function serveSignal(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  fields: SignalFields & PlannedFields,
  plan: ForecastPlan
): Promise<ServedSignal> {
  const found = await traced(ctx, { name: 'stored forecast', attributes: planAttributes(plan) }, (inner) =>
    deps.stored?.find(inner, source, fields, plan)
  );
  if (found === undefined) {
    return { plan, signal: forecastSignal(ctx, source, deps, fields, plan), stored: undefined, notices: [] };
  }
  const { id, name, model, trainedMs, originMs, isLost, signal } = found;
  const stored = { id, name, model, trainedMs };
  if (signal === undefined) {
    const notice = isLost
      ? `The answer of the stored forecast "${name}" was damaged or lost. Its model made this one now, and it is trained anew.`
      : `The stored forecast "${name}" has no recent answer, so its model made this one now.`;
    const asked = { ...fields, model };
    return { plan, signal: forecastSignal(ctx, source, deps, asked, plan), stored, notices: [notice] };
  }
  // Its schedule keeps it fresh, so it is not to be watched as the newest.
  deps.onForecast(ctx, { result: 'stored', fields, isNewest: false });
  return { plan: startingFrom(plan, originMs), signal: Promise.resolve(signal), stored, notices: [] };
}

function planAttributes({ stepMs, horizonSteps, originMs, trainingStartMs }: ForecastPlan) {
  const points = Math.round((originMs - trainingStartMs) / stepMs);
  return {
    'headroom.step_seconds': stepMs / 1_000,
    'headroom.horizon_points': horizonSteps,
    'headroom.training_points': points,
  };
}

function startingFrom(plan: ForecastPlan, originMs: number): ForecastPlan {
  return {
    ...plan,
    originMs,
    trainingStartMs: plan.trainingStartMs + originMs - plan.originMs,
    displayStartMs: Math.min(plan.displayStartMs, originMs),
  };
}
