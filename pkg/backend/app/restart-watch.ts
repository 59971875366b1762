import type { Engine } from './engine.ts';

const CHECK_EVERY_MS = 1_000;
/** Looking reads what people stored, which no request should have to wait for too often. */
const LOOK_EVERY_MS = 30_000;

/** Reason of a stop that is to be followed by a start. */
export const STATE_BROKEN = 'the state is damaged or gone, which only a start mends';

/**
 * Resolves once only a start mends the state, never otherwise. Looks for damage by itself, since nobody asks for
 * `/readyz` under Grafana or systemd. Keeps no process alive.
 */
export function untilStateBroken(engine: Pick<Engine, 'lookForDamage' | 'needsRestart'>): Promise<typeof STATE_BROKEN> {
  return new Promise((resolve) => {
    const look = setInterval(() => void engine.lookForDamage(), LOOK_EVERY_MS).unref();
    const check = setInterval(() => {
      if (engine.needsRestart()) {
        clearInterval(look);
        clearInterval(check);
        resolve(STATE_BROKEN);
      }
    }, CHECK_EVERY_MS).unref();
  });
}
