import type { Breach } from '#model/forecast/breach.ts';
import type { Forecast } from '#model/forecast/types.ts';
import type { BreachTask, Compute } from '../app/ports/compute.ts';

/** Panels, pages and rules that ask about one series at a time rarely bring more capacities than this. */
const MOST_A_FORECAST = 8;

interface Remembered {
  readonly task: BreachTask;
  readonly breach: Breach;
}

/**
 * Compute that does not ask its workers again when a forecast that is still in memory is breached: the answer depends on
 * the task alone, and rules and panels ask many times between two scrapes. What is remembered goes with its forecast.
 */
export function rememberBreaches(compute: Compute): Compute {
  const memory = new WeakMap<Forecast, Remembered[]>();
  const recall = (task: BreachTask) => memory.get(task.forecast)?.find((one) => isSame(one.task, task))?.breach;
  const remember = (task: BreachTask, breach: Breach) => {
    const kept = memory.get(task.forecast) ?? [];
    memory.set(task.forecast, [{ task, breach }, ...kept].slice(0, MOST_A_FORECAST));
  };
  return {
    ...compute,
    breach: async (ctx, tasks) => {
      const known = tasks.map(recall);
      const missing = tasks.filter((_, i) => known[i] === undefined);
      const made = missing.length === 0 ? [] : await compute.breach(ctx, missing);
      missing.forEach((task, i) => remember(task, made[i] as Breach));
      const next = made[Symbol.iterator]();
      return known.map((breach) => breach ?? (next.next().value as Breach));
    },
  };
}

function isSame(a: BreachTask, b: BreachTask): boolean {
  return (
    Object.is(a.capacity, b.capacity) &&
    a.direction === b.direction &&
    Object.is(a.current, b.current) &&
    a.seed === b.seed
  );
}
