import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ROLES } from '#contract/roles.ts';
import { type Asker, type Door, nameOf, type RouteAnswer, type RouteRequest } from './access-doors.ts';
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
  const send = (as: Asker, method: string, path: string, { headers, body }: Partial<RouteRequest> = {}) => {
    const shown = { authorization: `Bearer ${tokenOf(as)}`, ...headers };
    return sendAsWritten(listen, { method, path, headers: shown }, body === undefined ? '' : JSON.stringify(body));
  };
  return {
    ask: (as, { source, route, query = '', body, headers = {} }) => {
      const [method = '', path = ''] = route.split(' ');
      return send(as, method, `/api/sources/${source}${path}${query}`, { headers, body });
    },
    metrics: (as) => send(as, 'GET', '/metrics'),
    log: started.stderr,
    kill: async (signal) => {
      const ended = once(started.child, 'exit');
      started.child.kill(signal);
      await ended;
    },
    stop: () => started.stop(),
  };
}

/** Unlike `fetch`, it leaves a path as it is. */
async function sendAsWritten(listen: string, options: RequestOptions, body: string): Promise<RouteAnswer> {
  const [host, port] = listen.split(':');
  const sent = request({ host, port, ...options }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: await text(response) };
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
