import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** What is made from the tree, at its top. Types that were built before stay, so that a check of types is quick. */
const MADE = /^(node_modules|dist|build(?!$|\/types)|\.git|\.demo|coverage|test-results|playwright-report)(\/|$)/;
/** Packages that the rules of dependency-cruiser name by their path, which links would hide. */
const COPIED_PACKAGES = ['zod'];

/** How a command ended, and what it printed. */
export interface CommandResult {
  readonly status: number | null;
  readonly output: string;
}

/** A throw-away copy of the project, in which a test may do harm. */
export interface TreeCopy {
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly remove: (path: string) => void;
  /** Runs a command at the top of the copy. */
  readonly run: (program: string, ...args: readonly string[]) => CommandResult;
  readonly cleanUp: () => void;
}

/** Copies the tree as it is and lends it the installed packages. */
export function copyTree(): TreeCopy {
  const copy = mkdtempSync(join(tmpdir(), 'headroom-tree-'));
  cpSync(ROOT, copy, {
    recursive: true,
    preserveTimestamps: true,
    filter: (source) => !MADE.test(relative(ROOT, source)),
  });
  lendPackages(copy);
  return {
    write: (path, text) => writeFileSync(join(copy, path), text),
    read: (path) => readFileSync(join(copy, path), 'utf8'),
    remove: (path) => rmSync(join(copy, path)),
    run: (program, ...args) => {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: copy, encoding: 'utf8' });
      return { status, output: `${stdout}\n${stderr}` };
    },
    cleanUp: () => rmSync(copy, { recursive: true, force: true }),
  };
}

function lendPackages(copy: string): void {
  const [from, to] = [ROOT, copy].map((root) => join(root, 'node_modules')) as [string, string];
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (COPIED_PACKAGES.includes(name)) {
      cpSync(join(from, name), join(to, name), { recursive: true });
    } else {
      symlinkSync(join(from, name), join(to, name));
    }
  }
}
