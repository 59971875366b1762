import { basename, dirname, join } from 'node:path';

/** A directory, and the setting by which it was chosen. */
export interface StateDirectory {
  readonly directory: string;
  readonly setting: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OWN_FOLDER = 'headroom-capacity';

/**
 * Where a plugin process keeps its state: what the settings say, else the folder that Grafana gives its plugins,
 * else under Grafana's data, else beside its plugins folder. Never within the plugin, whose files are signed.
 */
export function pluginStateDirectory(
  configured: string | undefined,
  env: Environment,
  executable: string
): StateDirectory {
  if (configured !== undefined) {
    return { directory: configured, setting: 'state_dir' };
  }
  const given = env['GF_PLUGIN_DATA_DIR'];
  if (given !== undefined && given !== '') {
    return { directory: given, setting: 'GF_PLUGIN_DATA_DIR' };
  }
  const data = env['GF_PATHS_DATA'];
  if (data !== undefined && data !== '') {
    return { directory: join(data, OWN_FOLDER), setting: 'GF_PATHS_DATA' };
  }
  return { directory: join(besidePlugins(executable), OWN_FOLDER), setting: 'state_dir' };
}

function besidePlugins(executable: string): string {
  const plugins = dirname(dirname(dirname(executable))); // <plugins>/<app>/datasource/<executable>
  return basename(plugins) === 'plugins' ? dirname(plugins) : join(process.cwd(), 'data');
}
