import type { Logger } from '../app/context.ts';
import type { Engine } from '../app/engine.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { PluginContext } from './gen/pluginv2_pb.ts';
import { instanceOf } from './request-context.ts';
import { toSourceSettings } from './source-settings.ts';

/** What the plugin host adapter needs from the engine. */
export interface HostDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Logger;
  /** The host asks the process to stop. */
  readonly onShutdown: () => void;
}

/** The source of a request's data source instance; throws `not_configured`. */
export function sourceOf(host: HostDeps, plugin: PluginContext | undefined): Source {
  const instance = instanceOf(plugin);
  const settings = toSourceSettings(instance, plugin?.grafanaConfig ?? {});
  return host.engine.openSource(String(plugin?.orgId ?? 0), instance.uid, settings);
}
