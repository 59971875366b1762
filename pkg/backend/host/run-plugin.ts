import type { EngineConfig } from '#contract/engine-config.ts';
import { engineConfigSchema } from '#contract/engine-config.ts';
import { toHeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import type { Logger } from '../app/context.ts';
import { describeFailure } from '../app/describe-failure.ts';
import type { Engine } from '../app/engine.ts';
import type { Clock } from '../app/ports/clock.ts';
import { STATE_BROKEN, untilStateBroken } from '../app/restart-watch.ts';
import { watchParent } from './parent-watch.ts';
import { servePlugin } from './plugin-server.ts';
import { pluginStateDirectory } from './state-directory.ts';

/** How to make the parts that the plugin process runs. */
export interface PluginAssembly {
  readonly clock: Clock;
  createEngine(config: EngineConfig, state: { directory: string; setting: string }, log: Logger): Engine;
  createLogger(level: EngineConfig['logLevel']): Logger;
}

/** The host kills two seconds after it has asked to stop. */
const GRACE_MS = 1_200;
/** Then nobody waits for an answer, and the next host's engine waits for the state. */
const HOST_GONE = 'the host is gone';

/**
 * The life of the plugin process: engine, plugin server, handshake on stdout; ends when the host asks, signals, or
 * is gone, or once only a start mends the state: the host starts it again. A failure at the start is told in one log
 * line, since the host shows nothing else.
 */
export async function runPlugin(assembly: PluginAssembly): Promise<void> {
  let log = assembly.createLogger('info');
  try {
    const config = configFromEnvironment(process.env);
    log = assembly.createLogger(config.logLevel);
    const state = pluginStateDirectory(config.stateDir, process.env, process.execPath);
    const engine = assembly.createEngine(config, state, log);
    await serveUntilStopped(engine, assembly.clock, log);
  } catch (thrown) {
    const error = toHeadroomError(thrown);
    const { code, field } = error;
    log.error(`Headroom cannot start: ${error.sentence}`, { code, field, reason: describeFailure(thrown) });
    process.exitCode = 1;
  }
}

/** Grafana hands `[plugin.<id>] some_key = v` over as `GF_PLUGIN_SOME_KEY`. */
function configFromEnvironment(env: Readonly<Record<string, string | undefined>>): EngineConfig {
  const given = {
    stateDir: env['GF_PLUGIN_STATE_DIR'],
    logLevel: env['GF_PLUGIN_LOG_LEVEL'],
    workers: env['GF_PLUGIN_WORKERS'],
    cacheMegabytes: env['GF_PLUGIN_CACHE_MEGABYTES'],
    otlpEndpoint: env['GF_PLUGIN_OTLP_ENDPOINT'],
    otlpProtocol: env['GF_PLUGIN_OTLP_PROTOCOL'],
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  return parseFields(engineConfigSchema, set);
}

async function serveUntilStopped(engine: Engine, clock: Clock, log: Logger): Promise<void> {
  let stop = (_reason: string): void => undefined;
  const stopped = new Promise<string>((resolve) => {
    stop = resolve;
  });
  const server = await servePlugin({ engine, clock, log }, () => stop('the host asked to stop'));
  process.once('SIGTERM', () => stop('SIGTERM'));
  process.once('SIGINT', () => stop('SIGINT'));
  watchParent(() => stop(HOST_GONE));
  void untilStateBroken(engine).then(stop);
  process.stdout.write(server.handshake);
  log.info('Headroom is ready');
  const reason = await stopped;
  log[reason === STATE_BROKEN ? 'error' : 'info']('stopping', { reason });
  try {
    await server.stop(reason === HOST_GONE ? 0 : GRACE_MS);
    await engine.stop();
  } catch (thrown) {
    log.error('could not stop in order', { reason: describeFailure(thrown) });
  }
  process.exit(reason === STATE_BROKEN ? 1 : 0);
}
