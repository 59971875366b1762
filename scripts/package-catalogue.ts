/**
 * Makes the package for Grafana's catalogue: the built web parts with the forwarder as their backend. To sign it, make it,
 * sign the folder, and run this again with --zip-only.
 *
 * Usage: node scripts/package-catalogue.ts [--platform os/arch ...] [--zip-only]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { APP_ID, copyWebParts, packageVersion, zipFolder } from './packaging/folder.ts';
import { buildForwarder, goManifest, goNotices, goSources } from './packaging/forwarder.ts';

const PLATFORMS = ['linux/amd64', 'linux/arm64', 'darwin/amd64', 'darwin/arm64', 'windows/amd64'];
const FOLDER = `build/catalogue/${APP_ID}`;

const { values } = parseArgs({
  options: { platform: { type: 'string', multiple: true, default: PLATFORMS }, 'zip-only': { type: 'boolean' } },
});

if (values['zip-only'] !== true) {
  fill();
}
await zipFolder(FOLDER, `build/catalogue/${APP_ID}-${packageVersion()}.zip`);

function fill(): void {
  copyWebParts(FOLDER);
  for (const platform of values.platform) {
    const [os = '', arch = ''] = platform.split('/');
    buildForwarder(os, arch, join(FOLDER, 'datasource'));
  }
  const sources = goSources().map((path) => ({ path, bytes: readFileSync(path) }));
  writeFileSync(join(FOLDER, 'go_plugin_build_manifest'), goManifest(sources));
  writeFileSync(join(FOLDER, 'datasource', 'THIRD-PARTY-LICENSES.txt'), goNotices());
}
