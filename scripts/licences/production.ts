import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `package-lock.json` says of a package, as far as it matters here. */
interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Lock = Readonly<Record<string, LockedPackage>>;

/** A package that production code may load. */
export interface ProductionPackage {
  /** Folder below the project, such as `node_modules/a/node_modules/b`. */
  readonly path: string;
  readonly name: string;
  readonly version: string | undefined;
  /** For another platform, perhaps, and then not installed. */
  readonly optional: boolean;
  /** What the lock file says, for packages that are not installed. */
  readonly license: string | undefined;
  /** Whether it may be part of what we build; the others only come with Grafana. */
  readonly shipped: boolean;
}

/** Grafana brings these, and all that they load, to the browser; our bundles leave them out. */
const WITH_GRAFANA: ReadonlySet<string> = new Set(['@grafana/data', '@grafana/runtime', '@grafana/ui']);

/** All packages of the lock file that are not for development only. */
export function productionPackages(root: string): readonly ProductionPackage[] {
  const { packages: lock } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock };
  const shipped = reachable(lock);
  return Object.entries(lock)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version, license, optional = false }]) => ({
      ...{ path, version, license, optional },
      name: nameOf(path),
      shipped: shipped.has(path),
    }));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** What the project loads without going through Grafana's own packages. */
function reachable(lock: Lock): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [''];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    const { dependencies, optionalDependencies, peerDependencies } = lock[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const path = WITH_GRAFANA.has(name) ? undefined : resolve(lock, from, name);
      if (path !== undefined && !found.has(path)) {
        found.add(path);
        waiting.push(path);
      }
    }
  }
  return found;
}

/** Where Node finds a package from a folder; `undefined` for an optional one that is not there. */
function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in lock) {
      return path;
    }
    if (folder === '') {
      return undefined;
    }
  }
}
