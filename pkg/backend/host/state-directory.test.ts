import { describe, expect, it } from 'vitest';
import { pluginStateDirectory } from './state-directory.ts';

const executable = '/var/lib/grafana/plugins/headroom-capacity-app/datasource/gpx_headroom_linux_amd64';
const env = { GF_PLUGIN_DATA_DIR: '/data/plugin', GF_PATHS_DATA: '/data/grafana' };

describe('pluginStateDirectory', () => {
  it('takes what the settings say before anything else', () => {
    expect(pluginStateDirectory('/own', env, executable)).toEqual({ directory: '/own', setting: 'state_dir' });
  });

  it('takes the folder that Grafana gives its plugins', () => {
    const expected = { directory: '/data/plugin', setting: 'GF_PLUGIN_DATA_DIR' };
    expect(pluginStateDirectory(undefined, env, executable)).toEqual(expected);
  });

  it.each([undefined, ''])('takes a folder under Grafana’s data where there is none (%j)', (given) => {
    expect(pluginStateDirectory(undefined, { ...env, GF_PLUGIN_DATA_DIR: given }, executable)).toEqual({
      directory: '/data/grafana/headroom-capacity',
      setting: 'GF_PATHS_DATA',
    });
  });

  it('takes one beside the plugins folder where Grafana says nothing', () => {
    expect(pluginStateDirectory(undefined, { GF_PATHS_DATA: '' }, executable)).toEqual({
      directory: '/var/lib/grafana/headroom-capacity',
      setting: 'state_dir',
    });
  });

  it('takes one under the working directory where the plugin lies somewhere else, never within the plugin', () => {
    const elsewhere = '/opt/headroom-capacity-app/datasource/gpx_headroom_linux_amd64';
    const { directory } = pluginStateDirectory(undefined, {}, elsewhere);
    expect(directory).toBe(`${process.cwd()}/data/headroom-capacity`);
  });
});
