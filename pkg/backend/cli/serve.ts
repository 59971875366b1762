import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseYaml } from 'yaml';
import {
  type Caller,
  type ConfiguredSource,
  type DoorConfig,
  type EngineConfig,
  engineConfigSchema,
} from '#contract/engine-config.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import type { SourceAuth, SourceSettings } from '#contract/settings.ts';
import type { Logger } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { AuditVerdict } from '../app/ports/audit-log.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Compute } from '../app/ports/compute.ts';
import { stopSignal } from './stop-signal.ts';

/** The door that `serve` opens; main hands in the HTTP adapter. */
export interface HttpDoor {
  readonly url: string;
  stop(graceMs: number): Promise<void>;
}

/** How commands make the parts of an engine. */
export interface CliAssembly {
  readonly clock: Clock;
  createEngine(config: EngineConfig, state: { directory: string; setting: string }, log: Logger): Engine;
  /** Models on that many worker threads, for commands that need no engine. */
  createCompute(workers: number): { readonly compute: Compute; close(): Promise<void> };
  /** A reader of one server, for the same. */
  openSource(settings: SourceSettings): { readonly source: Source; close(): Promise<void> };
  /** Follows the chain of the audit log in a state directory, without changing anything there. */
  verifyAudit(directory: string): AuditVerdict;
  createLogger(level: EngineConfig['logLevel']): Logger;
  serveHttp(
    config: DoorConfig,
    deps: {
      clock: Clock;
      log: Logger;
      engine: Engine;
      sourceOf: (name: string) => Source | undefined;
    }
  ): Promise<HttpDoor>;
}

const HELP = `Usage: headroom serve --config FILE [--listen HOST:PORT] [--state-dir DIR]

Runs the engine as a service: REST under /api/sources/<name>/v1, /metrics, /healthz, /readyz.

  --config FILE       YAML or JSON file: stateDir, logLevel, workers, cacheMegabytes, listen, sources, callers
  --listen HOST:PORT  overrides listen
  --state-dir DIR     overrides stateDir`;

const GRACE_MS = 5_000;
const NO_ORG = '0';

/** `headroom serve`: runs until SIGTERM or SIGINT, then ends running requests and gives the state free. */
export async function serveCommand(args: readonly string[], assembly: CliAssembly): Promise<number> {
  const options = readOptions(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  const config = readConfig(options);
  const log = assembly.createLogger(config.logLevel);
  const directory = config.stateDir;
  if (directory === undefined) {
    throw new HeadroomError('not_configured', 'The state directory is missing.', {
      field: 'stateDir',
      remedy: 'Set stateDir in the configuration file or pass --state-dir.',
    });
  }
  const engine = assembly.createEngine(config, { directory, setting: 'stateDir' }, log);
  try {
    const settings = new Map(Object.entries(config.sources).map(([name, source]) => [name, toSettings(name, source)]));
    const sourceOf = (name: string) => {
      const known = settings.get(name);
      return known === undefined ? undefined : engine.openSource(NO_ORG, name, known);
    };
    // Opened before they are asked, so that a wrong setting is told now and refreshes go on after a restart.
    settings.forEach((known, name) => engine.openSource(NO_ORG, name, known));
    const { listen } = config;
    const callers = config.callers.map(toCaller);
    const door = await assembly.serveHttp({ listen, callers }, { clock: assembly.clock, log, engine, sourceOf });
    log.info('Headroom is ready', { url: door.url, sources: [...settings.keys()] });
    log.info('stopping', { reason: await stopSignal() });
    await door.stop(GRACE_MS);
  } finally {
    await engine.stop();
  }
  return 0;
}

function readOptions(args: readonly string[]) {
  try {
    const string = { type: 'string' } as const;
    const options = {
      config: string,
      listen: string,
      'state-dir': string,
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: 'See headroom serve --help.',
    });
  }
}

function readConfig(options: ReturnType<typeof readOptions>): EngineConfig {
  return parseFields(engineConfigSchema, {
    ...(options.config === undefined ? {} : parseFile(options.config)),
    ...(options.listen === undefined ? {} : { listen: options.listen }),
    ...(options['state-dir'] === undefined ? {} : { stateDir: options['state-dir'] }),
  });
}

function parseFile(path: string): object {
  const remedy = 'Pass the path of a YAML or JSON file.';
  let content: unknown;
  try {
    content = parseYaml(readFileSync(path, 'utf8')) ?? {};
  } catch (cause) {
    throw new HeadroomError('not_configured', `--config: cannot read ${path}: ${(cause as Error).message}`, {
      field: 'config',
      remedy,
      cause,
    });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new HeadroomError('not_configured', `--config: ${path} does not hold settings by name.`, {
      field: 'config',
      remedy,
    });
  }
  return content;
}

function toSettings(name: string, source: ConfiguredSource): SourceSettings {
  const file = (path: string, field: string) => readSecret(path, `sources.${name}.${field}`);
  return {
    kind: 'direct',
    baseUrl: checkedUrl(name, source.url),
    auth: authOf(source, file),
    headers: {},
    tls: { skipVerify: false, ...(source.caFile === undefined ? {} : { ca: file(source.caFile, 'caFile') }) },
    limits: source.limits,
  };
}

/** Addresses stand in logs and errors, so they must hold no secret. */
function checkedUrl(name: string, text: string): string {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    const field = `sources.${name}.url`;
    throw new HeadroomError('not_configured', `The address ${field} holds a user name or password.`, {
      field,
      remedy: 'Take them out of the address and set basicAuth instead.',
    });
  }
  return text.replace(/\/+$/, '');
}

function authOf(source: ConfiguredSource, file: (path: string, field: string) => string): SourceAuth {
  if (source.basicAuth !== undefined) {
    const { user, passwordFile } = source.basicAuth;
    return { kind: 'basic', user, password: file(passwordFile, 'basicAuth.passwordFile') };
  }
  return source.bearerTokenFile === undefined
    ? { kind: 'none' }
    : { kind: 'bearer', token: file(source.bearerTokenFile, 'bearerTokenFile') };
}

function toCaller({ name, role, tokenSha256 = '', tokenFile }: EngineConfig['callers'][number], index: number): Caller {
  if (tokenFile === undefined) {
    return { name, role, tokenSha256 };
  }
  const field = `callers.${index}.tokenFile`;
  const token = readSecret(tokenFile, field);
  if (token === '') {
    throw new HeadroomError('not_configured', `The token file ${tokenFile} is empty.`, {
      field,
      remedy: 'Write a long random token into it, such as the output of openssl rand -hex 32.',
    });
  }
  return { name, role, tokenSha256: createHash('sha256').update(token).digest('hex') };
}

function readSecret(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new HeadroomError('not_configured', `Cannot read ${path}.`, {
      field,
      remedy: 'Check the path and its rights.',
      cause,
    });
  }
}
