/** The allowed arrows of docs/architecture.md; everything here fails CI. */
const adapters = [
  'host',
  'http',
  'prometheus',
  'store',
  'queue',
  'training',
  'notify',
  'gitops',
  'telemetry',
  'compute',
  'cli',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(amd-module)$' } },
    {
      name: 'model-is-pure',
      comment: 'pkg/model runs in browser and Node alike: no libraries, no Node, nothing of ours outside of itself.',
      severity: 'error',
      from: { path: '^pkg/model/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^pkg/model/' },
    },
    {
      name: 'contract-knows-only-model',
      severity: 'error',
      from: { path: '^pkg/contract/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^pkg/contract/', '^pkg/model/', '^node_modules/zod/'] },
    },
    {
      name: 'sample-stands-alone',
      severity: 'error',
      from: { path: '^pkg/sample/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^pkg/sample/' },
    },
    {
      name: 'learned-knows-only-model',
      severity: 'error',
      from: { path: '^pkg/learned/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(pkg|src)/', pathNot: ['^pkg/learned/', '^pkg/model/'] },
    },
    {
      name: 'app-knows-no-adapter',
      severity: 'error',
      from: { path: '^pkg/backend/app/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(pkg/backend|pkg/learned|pkg/sample|src)/', pathNot: '^pkg/backend/app/' },
    },
    ...adapters.map((name) => ({
      name: `adapter-${name}-knows-no-other`,
      severity: 'error',
      from: { path: `^pkg/backend/${name}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^pkg/backend/',
        pathNot: ['^pkg/backend/app/', `^pkg/backend/${name}/`],
      },
    })),
    {
      name: 'main-wires-and-nobody-imports-it',
      severity: 'error',
      from: { pathNot: '^(scripts|tests)/' },
      to: { path: '^pkg/backend/main\\.ts$' },
    },
    { name: 'engine-knows-no-browser', severity: 'error', from: { path: '^pkg/' }, to: { path: '^src/' } },
    {
      name: 'browser-knows-contract-and-model-only',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^pkg/', pathNot: ['^pkg/contract/', '^pkg/model/'] },
    },
    {
      name: 'page-knows-no-page',
      severity: 'error',
      from: { path: '^src/pages/([^/]+)/' },
      to: { path: '^src/pages/[^/]+/', pathNot: '^src/pages/$1/' },
    },
    {
      name: 'panel-knows-no-panel',
      severity: 'error',
      from: { path: '^src/panels/([^/]+)/' },
      to: { path: '^src/panels/[^/]+/', pathNot: '^src/panels/$1/' },
    },
    {
      name: 'shared-knows-no-user-of-it',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(pages|panels|datasource)/' },
    },
    {
      name: 'product-knows-no-test',
      severity: 'error',
      from: { path: '^(src|pkg)/', pathNot: '\\.(test|contract)\\.tsx?$' },
      to: { path: '^tests/|\\.(test|contract)\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.src.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts'],
    },
  },
};
