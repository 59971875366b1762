import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../stage.ts';

/** No byte is left on the disk for a while. */
export const fullDisk: Fault = {
  name: 'disk full',
  make: async ({ engine, disk, draw }) => {
    disk.fill();
    for (let round = draw.below(4); round >= 0; round -= 1) {
      await sleep(draw.between(200, 800));
      disk.fill();
    }
    disk.free();
    return engine.untilReady();
  },
};

/** The engine dies on a full disk, and starts on it. */
export const fullDiskAndKill: Fault = {
  name: 'disk full, engine killed',
  make: async ({ engine, disk, draw }) => {
    disk.fill();
    await sleep(draw.between(200, 800));
    await engine.kill();
    disk.fill();
    engine.start();
    await sleep(draw.between(800, 1_500));
    disk.free();
    if (!engine.isRunning) {
      engine.start();
    }
    return engine.untilReady();
  },
};

/** The disk fails under the engine, which must not acknowledge what it cannot keep; what was not synchronised is lost. */
export const failingDisk: Fault = {
  name: 'disk fails, then loses power',
  make: async ({ engine, disk, draw, complain }) => {
    disk.cutPower();
    await sleep(draw.between(1_000, 3_000));
    if ((await engine.ready())?.status === 200) {
      complain('The engine says that it is ready on a disk that fails.');
    }
    await engine.kill();
    disk.restorePower();
    engine.start();
    return engine.untilReady();
  },
};

/** The machine loses power, and what was not synchronised with it. */
export const powerCut: Fault = {
  name: 'power cut',
  make: async ({ engine, disk }) => {
    disk.cutPower();
    await engine.kill();
    disk.restorePower();
    engine.start();
    return engine.untilReady();
  },
};

/** The disk is read-only when the engine starts, which must say so and end, or go on and say that it is not ready. */
export const readOnlyDisk: Fault = {
  name: 'disk read-only',
  make: async ({ engine, disk, complain }) => {
    await engine.kill();
    disk.setReadOnly(true);
    engine.start();
    await Promise.race([engine.exited(), sleep(2_500)]);
    if (engine.isRunning && (await engine.ready())?.status === 200) {
      complain('The engine says that it is ready on a disk that cannot be written.');
    }
    if (!engine.isRunning && !/read-only|cannot be (made|written)/.test(engine.lastWords())) {
      complain(`The engine does not say that its disk is read-only: ${engine.lastWords()}`);
    }
    await engine.kill();
    disk.setReadOnly(false);
    engine.start();
    return engine.untilReady();
  },
};
