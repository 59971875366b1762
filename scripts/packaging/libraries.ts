import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Not a package of npm. */
const PATCHELF: string = 'patchelf';
const LIBRARIES = ['libstdc++.so.6', 'libgcc_s.so.1'];

/**
 * Those of the system come first: ours may want a newer C library than it has. Where musl is the system's, they would lie in
 * /usr/lib, which is left out.
 */
const SEARCHED = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '$ORIGIN/lib'];

/** Copies the C++ library of this machine into a folder, and has a program look there when the system has none. */
export function bringLibraries(program: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const known = run('/sbin/ldconfig', ['-p']);
  for (const name of LIBRARIES) {
    const entry = known.split('\n').find((line) => line.trim().startsWith(`${name} (libc6,x86-64)`));
    const path = entry?.split(' => ')[1];
    if (path === undefined) {
      throw new Error(`${name} is not on this machine. Install libstdc++6 and run this again.`);
    }
    copyFileSync(realpathSync(path), join(folder, name));
  }
  requirePatchelf();
  run(PATCHELF, ['--set-rpath', SEARCHED.join(':'), program]);
}

/** Older ones leave a file that does not bear what is injected into it afterwards. */
function requirePatchelf(): void {
  const { stdout } = spawnSync(PATCHELF, ['--version'], { encoding: 'utf8' });
  const [, major = '0', minor = '0'] = /^patchelf (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (Number(major) === 0 && Number(minor) < 17) {
    throw new Error(
      'This needs patchelf 0.17 or newer (pip install patchelf). With --without-libraries the package does without, and needs libstdc++ where Grafana runs.'
    );
  }
}
