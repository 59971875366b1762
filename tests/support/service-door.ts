import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ROLES } from '#contract/roles.ts';
import { type Asker, type Door, nameOf } from './access-doors.ts';
import { type EngineProgram, startEngineProcess, testedEngine } from './engine-process.ts';
import { freePort } from './free-port.ts';

const READY_WITHIN_MS = 60_000;

/** How to serve. */
export interface ServiceDoorOptions {
  /** Holds the state and the configuration; the caller's to remove. */
  readonly directory: string;
  /** Address of the server to read, by the name of the source. */
  readonly sources: Readonly<Record<string, object>>;
  /** Each has one caller of every role. */
  readonly orgs: readonly number[];
  readonly program?: EngineProgram;
  /** Options beside these, in the file and on the command line, and variables of the environment. */
  readonly more?: object;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A door whose process may be killed. */
export interface ServiceDoor extends Door {
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts the engine as a service in which every organisation has a caller of every role with a token of its own. */
export async function openServiceDoor(options: ServiceDoorOptions): Promise<ServiceDoor> {
  const { directory, sources, orgs, program = testedEngine(), more = {}, args = [], env } = options;
  const config = join(directory, 'headroom.yaml');
  const listen = `127.0.0.1:${await freePort()}`;
  const stateDir = join(directory, 'state');
  await writeFile(
    config,
    stringify({ stateDir, listen, logLevel: 'warn', sources, callers: callersOf(orgs), ...more })
  );
  const started = startEngineProcess(program, ['serve', '--config', config, ...args], env);
  await started.whileRunning(untilReady(`http://${listen}/readyz`));
  const send = async (as: Asker, path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${tokenOf(as)}`, ...(init.headers as object) };
    const response = await fetch(`http://${listen}${path}`, { ...init, headers });
    return { status: response.status, text: await response.text() };
  };
  return {
    ask: (as, { source, route, query = '', body, headers }) => {
      const [method = '', path = ''] = route.split(' ');
      const init = {
        method,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      return send(as, `/api/sources/${source}${path}${query}`, init);
    },
    metrics: (as) => send(as, '/metrics'),
    log: started.stderr,
    kill: async (signal) => {
      const ended = once(started.child, 'exit');
      started.child.kill(signal);
      await ended;
    },
    stop: () => started.stop(),
  };
}

function callersOf(orgs: readonly number[]) {
  return orgs.flatMap((org) =>
    ROLES.map((role) => ({
      name: nameOf({ org, role }),
      role,
      organisation: org,
      tokenSha256: createHash('sha256').update(tokenOf({ org, role })).digest('hex'),
    }))
  );
}

function tokenOf(as: Asker): string {
  return `token-of-${nameOf(as)}`;
}

async function untilReady(url: string): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  while ((await fetch(url).catch(() => undefined))?.ok !== true) {
    if (Date.now() > giveUpMs) {
      throw new Error(`${url} did not answer in time.`);
    }
    await sleep(50);
  }
}
