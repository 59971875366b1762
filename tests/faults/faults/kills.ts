import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Stage } from '../stage.ts';

/** The process dies at once, and its supervisor starts it again. */
export const kill: Fault = {
  name: 'engine killed',
  make: async ({ engine }) => {
    await engine.kill();
    engine.start();
    return engine.untilReady();
  },
};

/** Dies again while it starts, a few times. */
export const killAtStart: Fault = {
  name: 'engine killed while it starts',
  make: async ({ engine, draw }) => {
    for (let again = 1 + draw.below(3); again > 0; again -= 1) {
      await engine.kill();
      engine.start();
      await sleep(draw.between(20, 600));
    }
    await engine.kill();
    engine.start();
    return engine.untilReady();
  },
};

/** Is asked to end under load, which it does in order, and is started again. */
export const restart: Fault = {
  name: 'engine restarted',
  make: async (stage) => {
    await expectCleanStop(stage);
    stage.engine.start();
    return stage.engine.untilReady();
  },
};

async function expectCleanStop({ engine, complain }: Stage): Promise<void> {
  const code = await engine.stop();
  if (code !== 0) {
    complain(`The engine ended with ${String(code)} on SIGTERM.`);
  }
}

/** Grafana dies at once; the engine that it had started goes by itself, and leaves the state to the next one. */
export const killHost: Fault = {
  name: 'Grafana killed',
  make: async ({ engine, disk, draw, complain }) => {
    await engine.kill();
    const { pid, killHost: kill } = await engine.startBelowHost(disk.directory);
    await sleep(draw.between(0, 1_500));
    kill();
    engine.start();
    const recovery = await engine.untilReady();
    for (let tries = 20; existsSync(`/proc/${pid}`) && tries > 0; tries -= 1) {
      await sleep(100);
    }
    if (existsSync(`/proc/${pid}`)) {
      complain('The engine outlives its Grafana.');
    }
    return recovery;
  },
};

/** All workers die at once, whatever they are at. */
export const killWorkers: Fault = {
  name: 'workers killed',
  make: async ({ engine, draw }) => {
    await engine.makeControllable();
    await sleep(draw.between(200, 1_500));
    engine.control({ endWorkers: true });
    return engine.untilReady();
  },
};

/** The clock of the machine jumps ahead or back by hours, is put right, and the engine is restarted in between. */
export const clockJump: Fault = {
  name: 'clock jumps',
  make: async ({ engine, draw }) => {
    await engine.makeControllable();
    engine.control({ shiftClockMs: Math.round(draw.between(-40, 40) * 3_600_000) });
    await sleep(draw.between(500, 3_000));
    engine.control({ shiftClockMs: 0 });
    await sleep(draw.between(100, 500));
    return engine.untilReady();
  },
};
