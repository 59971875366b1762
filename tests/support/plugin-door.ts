import type { Door } from './access-doors.ts';
import { startEnginePlugin } from './engine-plugin.ts';
import { type GrafanaSettings, type PluginCalls, pluginCalls } from './plugin-calls.ts';
import { pluginClient } from './plugin-client.ts';

/** An engine that a Grafana asks, with the contexts of several organisations and roles. */
export type PluginDoor = Door & PluginCalls;

/** Starts the engine as Grafana's child with data sources of these settings. */
export async function openPluginDoor(
  stateDir: string,
  settingsOf: (source: string) => GrafanaSettings,
  env: Readonly<Record<string, string>> = {}
): Promise<PluginDoor> {
  const plugin = await startEnginePlugin(undefined, { GF_PLUGIN_STATE_DIR: stateDir, ...env });
  const client = pluginClient(plugin.handshake);
  return {
    ...pluginCalls(client, { settingsOf }),
    metrics: async () => ({ status: 200, text: await plugin.metrics() }),
    log: () => plugin.log(),
    stop: async () => {
      client.close();
      await plugin.stop();
    },
  };
}
