import { posix } from 'node:path';
import { goManifest } from '../packaging/forwarder.ts';
import type { Package, PackagedPlugin, Rule } from './submission.ts';

const EXECUTABLE = 0o755;
const ELF_X86_64 = { magic: '\x7fELF', machineAt: 18, machine: 62 };
/** By this Go finds the build information in its executables. */
const GO_BUILD_INFO = '\xff Go buildinf:';

const inFolder = ({ folder }: PackagedPlugin, path: string) => posix.join(folder, path);
const nameOf = (plugin: PackagedPlugin) => inFolder(plugin, 'plugin.json');
const backends = ({ plugins }: Package) => plugins.filter(({ json }) => json.backend === true);

function unless(holds: boolean, message: string): string[] {
  return holds ? [] : [message];
}

/** What must hold of the archive by itself. */
export const PACKAGE_RULES: readonly Rule[] = [
  {
    name: 'root-folder',
    check: ({ files }, { root, plugins }) => [
      ...unless(root === plugins[0]?.json.id, `The root folder is "${root}" and not the id of the plugin.`),
      ...files.filter(({ path }) => !path.startsWith(`${root}/`)).map(({ path }) => `${path} is outside of ${root}.`),
    ],
  },
  {
    name: 'backend',
    check: (_submission, { plugins }) =>
      plugins.flatMap((plugin) => {
        const { backend = false, executable } = plugin.json;
        return unless(backend === (executable !== undefined), `${nameOf(plugin)} needs both, backend and executable.`);
      }),
  },
  {
    name: 'executable',
    check: (_submission, unpacked) => [
      ...backends(unpacked).flatMap((plugin) => wrongExecutable(plugin, unpacked)),
      ...[...unpacked.files]
        .filter(([path, { mode }]) => posix.basename(path).startsWith('gpx_') && mode !== EXECUTABLE)
        .map(([path, { mode }]) => `${path} has the rights ${mode.toString(8)} instead of 755.`),
    ],
  },
  {
    name: 'go-manifest',
    check: ({ sources }, unpacked) => {
      const go = [...sources].filter(([path]) => path.endsWith('.go')).sort(([a], [b]) => (a < b ? -1 : 1));
      const expected = goManifest(go.map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
      return unless(
        unpacked.text('go_plugin_build_manifest') === expected,
        'go_plugin_build_manifest does not name the Go sources with their digests.'
      );
    },
  },
  {
    name: 'source-map',
    check: ({ sources }, unpacked) => unpacked.plugins.flatMap((plugin) => wrongSourceMap(plugin, unpacked, sources)),
  },
  {
    name: 'nested-includes',
    check: (_submission, { plugins: [parent, ...nested] }) =>
      nested.flatMap((plugin) => {
        const path = nameOf(plugin);
        const listed = parent?.json.includes?.find((one) => one.path === path);
        return unless(
          listed?.type === plugin.json.type,
          `plugin.json does not include ${path} as ${plugin.json.type}.`
        );
      }),
  },
  {
    name: 'grafana-dependency',
    check: (_submission, { plugins }) => {
      const named = new Set(plugins.map(({ json }) => json.dependencies?.grafanaDependency ?? ''));
      return [
        ...unless(named.size === 1, `The plugins name different versions of Grafana: ${[...named].join(', ')}.`),
        ...unless(
          [...named].every((one) => /^>=\d+\.\d+\.\d+/.test(one)),
          'grafanaDependency must be like >=12.3.0.'
        ),
      ];
    },
  },
];

function wrongExecutable(plugin: PackagedPlugin, { files }: Package): string[] {
  const path = `${posix.normalize(inFolder(plugin, plugin.json.executable ?? ''))}_linux_amd64`;
  const bytes = files.get(path)?.bytes;
  if (bytes === undefined) {
    return [`${path} is missing.`];
  }
  const { magic, machineAt, machine } = ELF_X86_64;
  const isElf = bytes.toString('latin1', 0, magic.length) === magic && bytes[machineAt] === machine;
  return [
    ...unless(isElf, `${path} is no executable for Linux on x86-64.`),
    ...unless(bytes.includes(Buffer.from(GO_BUILD_INFO, 'latin1')), `${path} was not built by Go.`),
  ];
}

/** Sources of our own; the others are libraries and webpack's. */
const OWN_SOURCE = /^webpack:\/\/[^/]*\/((?:\.\/|\.\.\/pkg\/).+\.tsx?)$/;

function wrongSourceMap(plugin: PackagedPlugin, unpacked: Package, sources: ReadonlyMap<string, string>): string[] {
  const path = inFolder(plugin, 'module.js.map');
  if (!unpacked.has(path)) {
    return [`${path} is missing.`];
  }
  const map = JSON.parse(unpacked.text(path)) as { sources: string[]; sourcesContent?: string[] };
  const own = map.sources.flatMap((name, i) => {
    const relative = OWN_SOURCE.exec(name)?.[1];
    return relative === undefined ? [] : [{ file: posix.join('src', relative), text: map.sourcesContent?.[i] }];
  });
  return [
    ...unless(own.length > 0, `${path} names no source.`),
    ...own
      .filter(({ file, text }) => text !== sources.get(file))
      .map(({ file }) => `${path} was not made from ${file}.`),
  ];
}
