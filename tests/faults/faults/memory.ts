import { setTimeout as sleep } from 'node:timers/promises';
import { makeMemoryGroup } from '../memory-group.ts';
import type { Fault } from '../stage.ts';

/** What `deploy/kubernetes` gives. */
const POD_MEGABYTES = 1_024;

/** Prometheus answers without an end while the engine has the memory of a pod: it refuses, and goes on. */
export const endlessAnswers: Fault = {
  name: 'endless answers, memory of a pod',
  make: async ({ engine, prometheus, draw, complain }) => {
    const group = makeMemoryGroup(POD_MEGABYTES);
    await engine.kill();
    engine.start({ prefix: group?.prefix ?? [] });
    await engine.untilReady();
    prometheus.break('endless');
    await sleep(draw.between(6_000, 9_000));
    prometheus.break(undefined);
    if (!engine.isRunning) {
      complain('The engine dies of answers without an end.');
      engine.start();
    }
    const recovery = await engine.untilReady();
    await engine.kill();
    group?.remove();
    engine.start();
    return Math.max(recovery, await engine.untilReady());
  },
};
