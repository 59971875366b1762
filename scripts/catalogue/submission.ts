import { posix } from 'node:path';
import type { ZipFile } from '../packaging/write-zip.ts';

/** What is handed in to the catalogue: the archive, and the sources that it was made from. */
export interface Submission {
  readonly files: readonly ZipFile[];
  /** Texts of the sources by path: `src`, `.config`, Go files, `go.mod`, `package.json`. */
  readonly sources: ReadonlyMap<string, string>;
  /** When the release of Grafana's SDK in `go.mod` came out; `undefined` when nobody can tell. */
  readonly sdkReleased: Date | undefined;
  readonly today: Date;
}

/** What is wrong, by the name of the rule. */
export interface Finding {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
}

/** What we read of a plugin.json. */
export interface PluginJson {
  readonly id?: string;
  readonly type?: string;
  readonly backend?: boolean;
  readonly executable?: string;
  readonly info?: {
    readonly description?: string;
    readonly keywords?: readonly string[];
    readonly author?: { readonly name?: string };
    readonly logos?: Readonly<Record<string, string>>;
    readonly screenshots?: readonly { readonly path: string }[];
    readonly version?: string;
    readonly updated?: string;
  };
  readonly includes?: readonly { readonly type: string; readonly path?: string }[];
  readonly dependencies?: { readonly grafanaDependency?: string };
}

/** A plugin of the package and the folder that it is in, relative to the root of the package. */
export interface PackagedPlugin {
  readonly folder: string;
  readonly json: PluginJson;
}

/** The archive as the rules look at it: paths without the root folder. */
export class Package {
  readonly root: string;
  readonly files: ReadonlyMap<string, ZipFile>;
  /** The app first. */
  readonly plugins: readonly PackagedPlugin[];

  constructor(files: readonly ZipFile[]) {
    this.root = files[0]?.path.split('/')[0] ?? '';
    this.files = new Map(files.map((file) => [file.path.slice(this.root.length + 1), file]));
    this.plugins = [...this.files.keys()]
      .filter((path) => posix.basename(path) === 'plugin.json')
      .sort((a, b) => a.split('/').length - b.split('/').length)
      .map((path) => ({ folder: posix.dirname(path), json: JSON.parse(this.text(path)) as PluginJson }));
  }

  has(path: string): boolean {
    return this.files.has(posix.normalize(path));
  }

  text(path: string): string {
    return this.files.get(posix.normalize(path))?.bytes.toString('utf8') ?? '';
  }
}

/** A rule: names its findings by what is wrong, each a sentence. */
export interface Rule {
  readonly name: string;
  /** Error, unless it says otherwise. */
  readonly level?: Finding['level'];
  readonly check: (submission: Submission, unpacked: Package) => readonly string[];
}
