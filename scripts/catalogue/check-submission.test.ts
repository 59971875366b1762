import { describe, expect, it } from 'vitest';
import { goManifest } from '../packaging/forwarder.ts';
import type { ZipFile } from '../packaging/write-zip.ts';
import { checkSubmission, RULE_NAMES } from './check-submission.ts';
import type { Submission } from './submission.ts';

const SDK = 'github.com/grafana/grafana-plugin-sdk-go';
const MODULE = "export const one = '1';\n";

const goSources = {
  'Magefile.go': `package main\n\nimport build "${SDK}/build"\n`,
  'pkg/forwarder/main.go': 'package main\n\n// os.ReadFile is for tests\nvar url = os.Getenv("GF_PLUGIN_ENGINE_URL")\n',
  'pkg/forwarder/main_test.go': 'package main\n\nvar home = os.Getenv("HOME")\n',
};

const otherSources = {
  'go.mod': `module x\n\nrequire ${SDK} v0.299.0\n`,
  'package.json': '{"version":"1.2.3"}',
  '.config/webpack/webpack.config.ts': '/* SCAFFOLDED BY `@grafana/create-plugin` */',
  'src/module.ts': MODULE,
  'src/datasource/module.ts': MODULE,
  'src/module.test.ts': "console.log('in a test')",
};

const info = {
  description: 'Tells when it is full',
  keywords: ['capacity'],
  author: { name: 'Contributors' },
  logos: { small: 'img/logo.svg', large: 'img/logo.svg' },
  version: '1.2.3',
  updated: '2026-11-30',
};
const dependencies = { grafanaDependency: '>=12.3.0' };
const app = {
  id: 'lab-app',
  type: 'app',
  info: { ...info, screenshots: [{ path: 'img/one.png' }] },
  includes: [{ type: 'datasource', path: 'datasource/plugin.json' }],
  dependencies,
};
const source = { id: 'lab-datasource', type: 'datasource', backend: true, executable: 'gpx_lab', info, dependencies };

/** The beginning of an ELF file for x86-64, and what Go leaves in its executables. */
function goExecutable(): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header[18] = 62;
  return Buffer.concat([header, Buffer.from('\xff Go buildinf:', 'latin1')]);
}

const sourceMap = (path: string, text = MODULE) =>
  JSON.stringify({
    sources: [
      `webpack://lab-app/./${path}`,
      'webpack://lab-app/../node_modules/x/y.ts',
      'webpack://lab-app/webpack/runtime',
    ],
    sourcesContent: [text, 'of a library', ''],
  });

const manifest = goManifest(Object.entries(goSources).map(([path, text]) => ({ path, bytes: Buffer.from(text) })));

const packaged: Record<string, string | Buffer> = {
  'plugin.json': JSON.stringify(app),
  'README.md': '# Lab\n\nSee [more](https://example.org).\n',
  'CHANGELOG.md': '# 1.2.3\n',
  LICENSE: 'Apache',
  'img/logo.svg': '<svg/>',
  'img/one.png': 'PNG',
  'module.js.map': sourceMap('module.ts'),
  'datasource/plugin.json': JSON.stringify(source),
  'datasource/img/logo.svg': '<svg/>',
  'datasource/module.js.map': sourceMap('datasource/module.ts'),
  'datasource/gpx_lab_linux_amd64': goExecutable(),
  go_plugin_build_manifest: manifest,
};

interface Change {
  readonly root?: string;
  readonly files?: Record<string, string | Buffer | undefined>;
  readonly modes?: Record<string, number>;
  readonly sources?: Record<string, string | undefined>;
  readonly more?: readonly ZipFile[];
  readonly sdkReleased?: Date | undefined;
}

function submission({
  root = 'lab-app',
  files = {},
  modes = {},
  sources = {},
  more = [],
  ...rest
}: Change = {}): Submission {
  const entries = Object.entries({ ...packaged, ...files }).filter(([, content]) => content !== undefined);
  const usual = (path: string) => (path.includes('gpx_') ? 0o755 : 0o644);
  const texts = Object.entries({ ...goSources, ...otherSources, ...sources }).filter(([, text]) => text !== undefined);
  return {
    files: [
      ...entries.map(([path, content]) => ({
        path: `${root}/${path}`,
        bytes: Buffer.from(content as string),
        mode: modes[path] ?? usual(path),
      })),
      ...more,
    ],
    sources: new Map(texts),
    sdkReleased: new Date('2026-11-12'),
    today: new Date('2026-11-30'),
    ...rest,
  };
}

const withApp = (change: object) => ({ files: { 'plugin.json': JSON.stringify({ ...app, ...change }) } });
const withInfo = (change: object) => withApp({ info: { ...app.info, ...change } });
const withSource = (change: object) => ({
  files: { 'datasource/plugin.json': JSON.stringify({ ...source, ...change }) },
});
const withReadme = (text: string) => ({ files: { 'README.md': text } });
const withCode = (text: string): Change => ({ sources: { 'src/page.tsx': text } });
/** A Go source that the manifest knows. */
const withGo = (text: string): Change => {
  const go = { ...goSources, 'pkg/forwarder/more.go': text };
  const sorted = Object.entries(go).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = goManifest(sorted.map(([path, content]) => ({ path, bytes: Buffer.from(content) })));
  return { sources: { 'pkg/forwarder/more.go': text }, files: { go_plugin_build_manifest: all } };
};

const BROKEN: readonly [rule: string, what: string, change: Change][] = [
  ['root-folder', 'another name', { root: 'lab' }],
  ['root-folder', 'a second folder', { more: [{ path: 'other/x', bytes: Buffer.of(), mode: 0o644 }] }],
  ['backend', 'no backend', withSource({ backend: undefined })],
  ['executable', 'none', { files: { 'datasource/gpx_lab_linux_amd64': undefined } }],
  ['executable', 'a script', { files: { 'datasource/gpx_lab_linux_amd64': '#!/bin/sh\n\xff Go buildinf:' } }],
  ['executable', 'not of Go', { files: { 'datasource/gpx_lab_linux_amd64': goExecutable().subarray(0, 64) } }],
  ['executable', 'rights', { modes: { 'datasource/gpx_lab_linux_amd64': 0o775 } }],
  ['go-manifest', 'none', { files: { go_plugin_build_manifest: undefined } }],
  ['go-manifest', 'a changed source', { sources: { 'pkg/forwarder/main.go': 'package main\n' } }],
  ['source-map', 'none', { files: { 'datasource/module.js.map': undefined } }],
  ['source-map', 'another source', { files: { 'module.js.map': sourceMap('module.ts', 'other') } }],
  ['source-map', 'a source that is not there', { files: { 'module.js.map': sourceMap('gone.ts') } }],
  ['source-map', 'no source of our own', { files: { 'module.js.map': '{"sources":[],"sourcesContent":[]}' } }],
  ['nested-includes', 'not listed', withApp({ includes: [] })],
  ['nested-includes', 'as another type', withApp({ includes: [{ ...app.includes[0], type: 'panel' }] })],
  ['grafana-dependency', 'two', withSource({ dependencies: { grafanaDependency: '>=13.0.0' } })],
  ['readme', 'empty', withReadme('')],
  ['readme', 'a comment', withReadme('# Lab\n<!-- later -->')],
  ['readme', 'template text', withReadme('# Grafana app plugin template')],
  ['readme', 'a relative link', withReadme('[docs](docs/x.md)')],
  ['readme', 'a relative picture', withReadme('<img src="img/one.png">')],
  ['documents', 'no changelog', { files: { 'CHANGELOG.md': ' ' } }],
  ['documents', 'no licence', { files: { LICENSE: undefined } }],
  ['metadata', 'no description', withInfo({ description: '' })],
  ['metadata', 'no author', withInfo({ author: {} })],
  ['metadata', 'no keywords', withInfo({ keywords: [] })],
  ['metadata', 'a placeholder', withInfo({ updated: '%TODAY%' })],
  ['metadata', 'no logo', { files: { 'datasource/img/logo.svg': undefined } }],
  ['screenshots', 'none', withInfo({ screenshots: [] })],
  ['screenshots', 'one that is missing', { files: { 'img/one.png': undefined } }],
  ['version', 'another', { sources: { 'package.json': '{"version":"1.2.4"}' } }],
  ['version', 'a placeholder', withInfo({ version: '%VERSION%' })],
  ['sdk', 'none', { sources: { 'go.mod': 'module x\n' } }],
  ['sdk', 'replaced', { sources: { 'go.mod': `${otherSources['go.mod']}replace ${SDK} => ../sdk\n` } }],
  ['sdk', 'old', { sdkReleased: new Date('2026-09-29') }],
  ['sdk', 'of unknown age', { sdkReleased: undefined }],
  ['webpack', 'another', { sources: { '.config/webpack/webpack.config.ts': 'export default {}' } }],
  ['go-source', 'the environment', withGo('var home = os.Getenv("HOME")')],
  ['go-source', 'all of the environment', withGo('var all = os.Environ()')],
  ['go-source', 'a file', withGo('var text, _ = os.ReadFile("x")')],
  ['go-source', 'folders', withGo('var _ = filepath.Glob("*")')],
  ['go-source', 'system calls', withGo('import "syscall"')],
  ['go-source', 'programs', withGo('import "os/exec"')],
  ['go-source', 'printing', withGo('func main() { fmt.Println("x") }')],
  ['browser-source', 'queries', withCode("fetch('/api/ds/query')")],
  ['browser-source', 'a dialog', withCode("if (confirm('Sure?')) {}")],
  ['browser-source', 'a style sheet', withCode("import './page.css';")],
  ['browser-source', 'a restricted property', withCode('window.grafanaBootData.user')],
  ['browser-source', 'a window', withCode("window.open('https://example.org', '_blank')")],
  ['test-datasource', 'a test in the browser', withCode('class Source { async testDatasource() {} }')],
  ['browser-habits', 'the console', withCode("console.log('x')")],
  ['browser-habits', 'the location', withCode('window.location.reload()')],
  ['browser-habits', 'the type checker', withCode('// @ts-ignore\nlater();')],
];

describe('checkSubmission', () => {
  it('finds nothing wrong with what is right', () => {
    expect(checkSubmission(submission())).toEqual([]);
    const harmless = [
      "window.open(url, '_blank', 'noopener');\n// alert() is not used\nthis.confirm(x); onConfirm(); useAlert();",
      "import { css } from '@emotion/css';\nimport type { A } from './a.css.ts';",
    ];
    harmless.forEach((code) => expect(checkSubmission(submission(withCode(code)))).toEqual([]));
  });

  it.each(BROKEN)('finds by the rule %s: %s', (rule, _what, change) => {
    const findings = checkSubmission(submission(change));
    expect(findings.map((finding) => finding.rule)).toContain(rule);
    expect(new Set(findings.map((finding) => finding.rule)).size).toBe(1);
    expect(findings[0]?.level).toBe(rule === 'browser-habits' ? 'warning' : 'error');
  });

  it('finds a Magefile that uses something else', () => {
    const other = { 'Magefile.go': 'package main\n' };
    const go = Object.entries({ ...goSources, ...other });
    const all = goManifest(go.map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
    const findings = checkSubmission(submission({ sources: other, files: { go_plugin_build_manifest: all } }));
    expect(findings.map(({ rule }) => rule)).toEqual(['magefile']);
  });

  it('has a case here for each of its rules', () => {
    expect([...new Set([...BROKEN.map(([rule]) => rule), 'magefile'])].sort()).toEqual([...RULE_NAMES].sort());
  });
});
