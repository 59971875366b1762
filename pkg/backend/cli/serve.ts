import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import {
  type Caller,
  type ConfiguredSource,
  type DoorConfig,
  type EngineConfig,
  engineConfigSchema,
} from '#contract/engine-config.ts';
import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import type { PluginDoorConfig } from '#contract/plugin-door.ts';
import type { SourceAuth, SourceSettings } from '#contract/settings.ts';
import type { Logger } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { AuditVerdict } from '../app/ports/audit-log.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Compute } from '../app/ports/compute.ts';
import { STATE_BROKEN, untilStateBroken } from '../app/restart-watch.ts';
import { readPluginDoor } from './read-plugin-door.ts';
import { readSecret, readToken } from './read-secret.ts';
import { stopSignal } from './stop-signal.ts';

/** A door that `serve` opens; main hands in the adapters. */
export interface Door {
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
      sourceOf: (name: string, org: string) => Source | undefined;
    }
  ): Promise<Door>;
  servePluginDoor(config: PluginDoorConfig, deps: { clock: Clock; log: Logger; engine: Engine }): Promise<Door>;
}

/** Some hundreds of sources and callers. */
const MOST_CONFIG_BYTES = 128 * 1_024;

const HELP = `Usage: headroom serve --config FILE [--listen HOST:PORT] [--plugin-listen HOST:PORT] [--state-dir DIR]

Runs the engine as a service: REST under /api/sources/<name>/v1, /metrics, /healthz, /readyz,
and with the option plugin a door for the plugin in Grafana.

  --config FILE              YAML or JSON file: stateDir, logLevel, workers, cacheMegabytes, listen, plugin, sources, callers
  --listen HOST:PORT         overrides listen
  --plugin-listen HOST:PORT  overrides plugin.listen
  --state-dir DIR            overrides stateDir`;

const GRACE_MS = 5_000;
/** Organisation of those who are let in without a token. */
const LOCAL_ORG = '0';

/**
 * `headroom serve`: runs until SIGTERM or SIGINT, or until only a start mends the state, then ends running requests and
 * gives the state free. Gives 1 when its supervisor is to start it again.
 */
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
    const sourceOf = openSources(config, engine);
    const doors = await openDoors(config, assembly, { clock: assembly.clock, log, engine, sourceOf });
    const [url, pluginUrl] = doors.map((door) => door.url);
    log.info('Headroom is ready', { url, pluginUrl, sources: Object.keys(config.sources) });
    const reason = await Promise.race([stopSignal(), untilStateBroken(engine)]);
    const isBroken = reason === STATE_BROKEN;
    log[isBroken ? 'error' : 'info']('stopping', { reason });
    await Promise.all(doors.map((door) => door.stop(GRACE_MS)));
    return isBroken ? 1 : 0;
  } finally {
    await engine.stop();
  }
}

async function openDoors(
  { listen, plugin, callers }: EngineConfig,
  assembly: CliAssembly,
  deps: Parameters<CliAssembly['serveHttp']>[1]
): Promise<Door[]> {
  const pluginDoor = plugin === undefined ? undefined : readPluginDoor(plugin);
  const http = await assembly.serveHttp({ listen, callers: callers.map(toCaller) }, deps);
  try {
    return pluginDoor === undefined ? [http] : [http, await assembly.servePluginDoor(pluginDoor, deps)];
  } catch (thrown) {
    await http.stop(0); // An open door would keep the process alive.
    throw thrown;
  }
}

/** Opened before they are asked, so that a wrong setting is told now and background work goes on after a restart. */
function openSources(
  { sources, callers }: EngineConfig,
  engine: Engine
): (name: string, org: string) => Source | undefined {
  const settings = new Map(Object.entries(sources).map(([name, source]) => [name, toSettings(name, source)]));
  const sourceOf = (name: string, org: string) => {
    const known = settings.get(name);
    const allowed = sources[name]?.organisations?.map(String);
    return known === undefined || allowed?.includes(org) === false ? undefined : engine.openSource(org, name, known);
  };
  const orgs = callers.length === 0 ? [LOCAL_ORG] : callers.map(({ organisation }) => String(organisation));
  for (const name of settings.keys()) {
    new Set(orgs).forEach((org) => sourceOf(name, org));
  }
  return sourceOf;
}

function readOptions(args: readonly string[]) {
  try {
    const string = { type: 'string' } as const;
    const options = {
      config: string,
      listen: string,
      'plugin-listen': string,
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
  const file: { plugin?: object } = options.config === undefined ? {} : parseFile(options.config);
  const pluginListen = options['plugin-listen'];
  const fields = {
    ...file,
    ...(pluginListen === undefined ? {} : { plugin: { ...file.plugin, listen: pluginListen } }),
    ...(options.listen === undefined ? {} : { listen: options.listen }),
    ...(options['state-dir'] === undefined ? {} : { stateDir: options['state-dir'] }),
  };
  return parseFields(engineConfigSchema, fields, 'configuration');
}

function parseFile(path: string): object {
  const remedy = 'Pass the path of a YAML or JSON file.';
  let content: unknown;
  try {
    const bytes = readFileSync(path);
    requireSmall(path, bytes.byteLength);
    content = parseYaml(bytes.toString(), { logLevel: 'error' }) ?? {};
  } catch (cause) {
    if (cause instanceof HeadroomError) {
      throw cause;
    }
    throw new HeadroomError('not_configured', `--config: cannot read ${path}: ${whyUnreadable(cause)}`, {
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

/** The YAML parser compares every key of a record with every other: of a megabyte it would make a start of minutes. */
function requireSmall(path: string, bytes: number): void {
  if (bytes > MOST_CONFIG_BYTES) {
    throw new HeadroomError('not_configured', `--config: ${path} is larger than ${MOST_CONFIG_BYTES} bytes.`, {
      field: 'config',
      remedy: 'Leave out what is no setting, and run another engine for sources that do not fit.',
    });
  }
}

/** Where the text is wrong, without a word of it: it may hold a secret in a wrong place. */
function whyUnreadable(cause: unknown): string {
  if (!(cause instanceof YAMLParseError)) {
    return `${(cause as NodeJS.ErrnoException).code ?? 'it is no text'}.`;
  }
  const [at] = cause.linePos ?? [];
  return `it is no YAML or JSON${at === undefined ? '' : ` at line ${at.line}, column ${at.col}`} (${cause.code}).`;
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

function toCaller(
  { name, role, organisation, tokenSha256, tokenFile }: EngineConfig['callers'][number],
  index: number
): Caller {
  return { name, role, organisation, tokenSha256: readToken({ tokenSha256, tokenFile }, `callers.${index}`) };
}
