/**
 * Keeps the top-level plugin.json a byte-identical copy of src/plugin.json, which is the real one.
 *
 * Usage: node scripts/plugin-manifest.ts [--check]
 */
import { copyFileSync, readFileSync } from 'node:fs';

const SOURCE = 'src/plugin.json';
const COPY = 'plugin.json';

if (process.argv.includes('--check')) {
  if (!readFileSync(SOURCE).equals(readFileSync(COPY))) {
    console.error(`${COPY} differs from ${SOURCE}. Edit ${SOURCE} and run: node scripts/plugin-manifest.ts`);
    process.exitCode = 1;
  }
} else {
  copyFileSync(SOURCE, COPY);
}
