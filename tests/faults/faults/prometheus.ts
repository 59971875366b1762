import { setTimeout as sleep } from 'node:timers/promises';
import { BREAKAGES } from '../faulty-prometheus.ts';
import { type Fault, SOURCE_TIMEOUT_SECONDS } from '../stage.ts';

/** The timeout of the source, for which silent requests hold their slots, and some time for the answer. */
const ANSWERED_WITHIN_MS = 1_000 * SOURCE_TIMEOUT_SECONDS + 3_000;

/** Prometheus breaks for a while; the engine stays ready all the time. */
export const brokenPrometheus: readonly Fault[] = BREAKAGES.map((how) => ({
  name: `Prometheus: ${how}`,
  make: async ({ engine, prometheus, draw, complain, untilAnswered }) => {
    prometheus.break(how);
    const ready = await readyThroughout(draw.between(1_000, 4_000), engine);
    prometheus.break(undefined);
    if (!ready) {
      complain(`The engine is not ready while Prometheus is broken (${how}).`);
    }
    const recovery = await engine.untilReady();
    const answeredMs = await untilAnswered();
    if (answeredMs > ANSWERED_WITHIN_MS) {
      complain(`The first answer came ${Math.round(answeredMs)} ms after Prometheus was well (${how}).`);
    }
    return recovery;
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
