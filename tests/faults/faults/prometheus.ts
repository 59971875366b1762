import { setTimeout as sleep } from 'node:timers/promises';
import { BREAKAGES } from '../faulty-prometheus.ts';
import type { Fault } from '../stage.ts';

/** Prometheus breaks for a while; the engine stays ready all the time. */
export const brokenPrometheus: readonly Fault[] = BREAKAGES.map((how) => ({
  name: `Prometheus: ${how}`,
  make: async ({ engine, prometheus, draw, complain }) => {
    prometheus.break(how);
    const ready = await readyThroughout(draw.between(1_000, 4_000), engine);
    prometheus.break(undefined);
    if (!ready) {
      complain(`The engine is not ready while Prometheus is broken (${how}).`);
    }
    return engine.untilReady();
  },
}));

async function readyThroughout(
  ms: number,
  engine: { ready(): Promise<{ status: number } | undefined> }
): Promise<boolean> {
  for (const until = performance.now() + ms; performance.now() < until; await sleep(200)) {
    if ((await engine.ready())?.status !== 200) {
      return false;
    }
  }
  return true;
}
