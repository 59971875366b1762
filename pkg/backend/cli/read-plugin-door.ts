import type { PluginDoorConfig, PluginDoorOptions } from '#contract/plugin-door.ts';
import { readSecret, readToken } from './read-secret.ts';

/** The options of the door for the plugin, with what stands in the files that they name. */
export function readPluginDoor(options: PluginDoorOptions): PluginDoorConfig {
  const { listen, certFile, keyFile, grafanaUrl: url, grafanaCaFile } = options;
  const file = (path: string, name: string) => readSecret(path, `plugin.${name}`);
  return {
    listen,
    tokenSha256: readToken(options, 'plugin'),
    ...(certFile === undefined || keyFile === undefined
      ? {}
      : { tls: { cert: file(certFile, 'certFile'), key: file(keyFile, 'keyFile') } }),
    grafana: { url, ...(grafanaCaFile === undefined ? {} : { ca: file(grafanaCaFile, 'grafanaCaFile') }) },
  };
}
