import type { Rule } from './submission.ts';

const SDK = 'github.com/grafana/grafana-plugin-sdk-go';

/** A pattern that source must not hold, and what to say about it. */
type Fault = readonly [pattern: RegExp, what: string];

const GO_FAULTS: readonly Fault[] = [
  [/\bos\.(?:Getenv|LookupEnv)\((?!"GF_PLUGIN)/, 'reads the environment beyond GF_PLUGIN*'],
  [/\bos\.(?:Environ|Setenv|Unsetenv|Clearenv|ExpandEnv|Expand)\(/, 'touches the environment'],
  [
    /\bos\.(?:Open|OpenFile|OpenRoot|OpenInRoot|Create|CreateTemp|ReadFile|WriteFile|ReadDir|DirFS|Mkdir\w*|Remove\w*|Rename|Stat|Lstat|Chmod|Chown|Chtimes|Chdir|Getwd|Link|Symlink|Readlink|Truncate|TempDir|User\w+Dir|CopyFS)\(/,
    'touches files',
  ],
  [/\bfilepath\.(?:Walk|WalkDir|Glob)\(/, 'walks through folders'],
  [/"(?:syscall|golang\.org\/x\/sys\/\w+)"/, 'makes system calls'],
  [/"os\/exec"|\bos\.StartProcess\(/, 'starts programs'],
  [/\bfmt\.Print(?:f|ln)?\(/, 'prints instead of logging'],
];

const BROWSER_ERRORS: readonly Fault[] = [
  [/["'`]\/?api\/ds\/query/, 'calls /api/ds/query itself'],
  [/(?<![.\w])(?:window\.)?(?:alert|confirm|prompt)\(/, 'opens a dialog of the browser'],
  [/\bimport\s+(?:[\w{}*, ]+\s+from\s+)?["'][^"']+\.(?:css|scss|sass|less)["']/, 'imports a style sheet'],
  [
    /\bwindow\.(?:grafanaBootData|__\w+|System|eval|Function|parent|top|opener|frames)\b/,
    'uses a restricted property of window',
  ],
  [/\bwindow\.open\((?![^)]*noopener)/, 'opens a window without noopener'],
];

const BROWSER_WARNINGS: readonly Fault[] = [
  [/\bconsole\.(?:log|debug|info|warn|error|table|trace)\(/, 'logs to the console'],
  [/\bwindow\.location\b/, 'uses window.location'],
  [/@ts-ignore/, 'silences the type checker'],
];

/** What must hold of the sources. Tests are no part of the plugin. */
export const SOURCE_RULES: readonly Rule[] = [
  {
    name: 'sdk',
    check: ({ sources, sdkReleased, today }) => {
      const text = sources.get('go.mod') ?? '';
      if (!new RegExp(`^\\s*(?:require )?${SDK} v`, 'm').test(text)) {
        return [`go.mod at the root does not require ${SDK}.`];
      }
      if (new RegExp(`(?:replace|^)\\s+${SDK}.*=>`, 'm').test(text)) {
        return [`go.mod replaces ${SDK}.`];
      }
      return isRecent(sdkReleased, today) ? [] : [`${SDK} in go.mod is more than two months old. Update it.`];
    },
  },
  {
    name: 'magefile',
    check: ({ sources }) =>
      sources.get('Magefile.go')?.includes(`"${SDK}/build"`) === true
        ? []
        : [`Magefile.go at the root does not use ${SDK}/build.`],
  },
  {
    name: 'webpack',
    check: ({ sources }) =>
      sources.get('.config/webpack/webpack.config.ts')?.includes('SCAFFOLDED BY `@grafana/create-plugin`') === true
        ? []
        : ['The configuration of webpack is not that of @grafana/create-plugin in .config/webpack.'],
  },
  { name: 'go-source', check: ({ sources }) => faultsIn(sources, /(?<!_test)\.go$/, GO_FAULTS) },
  { name: 'browser-source', check: ({ sources }) => faultsIn(sources, BROWSER_FILES, BROWSER_ERRORS) },
  {
    name: 'test-datasource',
    check: ({ sources }, { plugins }) =>
      plugins.some(({ json }) => json.backend === true)
        ? faultsIn(sources, BROWSER_FILES, [
            [/\btestDatasource\s*\(/, 'tests the data source in the browser, beside its backend'],
          ])
        : [],
  },
  {
    name: 'browser-habits',
    level: 'warning',
    check: ({ sources }) => faultsIn(sources, BROWSER_FILES, BROWSER_WARNINGS),
  },
];

const BROWSER_FILES = /^src\/.*(?<!\.test)\.tsx?$/;

function isRecent(released: Date | undefined, today: Date): boolean {
  const limit = new Date(today);
  limit.setUTCMonth(limit.getUTCMonth() - 2);
  return released !== undefined && released >= limit;
}

function faultsIn(sources: ReadonlyMap<string, string>, files: RegExp, faults: readonly Fault[]): string[] {
  return [...sources]
    .filter(([path]) => files.test(path))
    .flatMap(([path, text]) => {
      const code = withoutComments(text);
      return faults.filter(([pattern]) => pattern.test(code)).map(([, what]) => `${path} ${what}.`);
    });
}

/** Comments may name what code must not do, except for those that the compiler obeys. */
function withoutComments(text: string): string {
  return text.replace(/\/\*(?!.*@ts-ignore)[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/(?!.*@ts-ignore).*$/gm, '$1');
}
