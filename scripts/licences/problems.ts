import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCompatible } from './expression.ts';
import { type ProductionPackage, productionPackages } from './production.ts';

interface Manifest {
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

/** Names that old packages use for a licence. */
const OLD_NAMES: Readonly<Record<string, string>> = { 'Apache v2.0': 'Apache-2.0' };

/** How licences begin whose packages do not name them. */
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^\s*Apache License\s+Version 2\.0, January 2004/, 'Apache-2.0'],
  [/^\s*This is free and unencumbered software released into the public domain\./, 'Unlicense'],
];

/** Packages that state no licence at all, and why that is no problem as long as they are not shipped. */
const UNSTATED: Readonly<Record<string, string>> = {
  'get-document': 'comes with @grafana/ui, by slate-react, and is not in our bundles',
};

/** What is wrong with the production dependencies of a project, a sentence each; needs no network. */
export function licenceProblems(root: string): readonly string[] {
  return productionPackages(root).flatMap((each) => problemOf(root, each) ?? []);
}

function problemOf(root: string, locked: ProductionPackage): string | undefined {
  const manifest = readManifest(root, locked);
  const problem = installProblem(locked, manifest) ?? licenceProblem(root, locked, manifest);
  return problem && `${locked.path}@${locked.version ?? '?'} ${problem}`;
}

function installProblem({ optional, version }: ProductionPackage, manifest: Manifest | undefined): string | undefined {
  if (manifest === undefined) {
    return optional ? undefined : 'is not installed. Run: npm ci';
  }
  return manifest.version === version ? undefined : `is installed as version ${manifest.version ?? '?'}. Run: npm ci`;
}

function licenceProblem(root: string, locked: ProductionPackage, manifest: Manifest | undefined): string | undefined {
  const licence = manifest === undefined ? locked.license : (statedBy(manifest) ?? fromText(root, locked));
  if (licence === undefined) {
    return locked.name in UNSTATED && !locked.shipped ? undefined : 'states no licence.';
  }
  return isCompatible(licence) ? undefined : `is under "${licence}", not known to go with Apache-2.0.`;
}

function readManifest(root: string, { path }: ProductionPackage): Manifest | undefined {
  const file = join(root, path, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
}

/** Of several licences in the old form all must do, since it does not say whether they are a choice. */
function statedBy({ license, licenses = [] }: Manifest): string | undefined {
  const stated = license === undefined ? licenses : [license];
  const names = stated.map((one) => (typeof one === 'string' ? one : (one.type ?? '?')));
  return names.length === 0 ? undefined : names.map((name) => OLD_NAMES[name] ?? name).join(' AND ');
}

function fromText(root: string, { path }: ProductionPackage): string | undefined {
  const file = join(root, path, 'LICENSE');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return TEXTS.find(([start]) => start.test(text))?.[1];
}
