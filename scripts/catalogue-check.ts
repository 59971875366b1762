/**
 * Checks a package by the rules of the validator of Grafana's catalogue, before it is handed in.
 *
 * Usage: node scripts/catalogue-check.ts ARCHIVE [--allow-old-sdk]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkSubmission } from './catalogue/check-submission.ts';
import { filesBelow } from './packaging/folder.ts';
import { goSources } from './packaging/forwarder.ts';
import { readZip } from './packaging/read-zip.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  // Between releases the age of the SDK is nobody's fault.
  options: { 'allow-old-sdk': { type: 'boolean', default: false } },
});
const [archive] = positionals;
if (archive === undefined) {
  throw new Error('Name the archive: node scripts/catalogue-check.ts build/catalogue/….zip');
}

const today = new Date();
const findings = checkSubmission({
  files: await readZip(readFileSync(archive)),
  sources: readSources(),
  sdkReleased: values['allow-old-sdk'] ? today : sdkReleased(),
  today,
});
findings.forEach(({ level, rule, message }) => console.log(`${level}: ${rule}: ${message}`));
const errors = findings.filter(({ level }) => level === 'error').length;
console.log(`${archive}: ${errors} errors, ${findings.length - errors} warnings`);
process.exitCode = errors === 0 ? 0 : 1;

function readSources(): Map<string, string> {
  const below = (folder: string) => filesBelow(folder).map((path) => join(folder, path));
  const paths = [
    ...below('src').filter((path) => /\.tsx?$/.test(path)),
    ...['pkg/contract', 'pkg/model'].flatMap(below).filter((path) => path.endsWith('.ts')),
    ...below('.config'),
    ...goSources(),
    'go.mod',
    'package.json',
  ];
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

function sdkReleased(): Date | undefined {
  const args = [
    'list',
    '-m',
    '-f',
    '{{with .Time}}{{.Format "2006-01-02"}}{{end}}',
    'github.com/grafana/grafana-plugin-sdk-go',
  ];
  const { status, stdout } = spawnSync('go', args, { encoding: 'utf8', env: { GOTOOLCHAIN: 'auto', ...process.env } });
  return status === 0 && stdout.trim() !== '' ? new Date(stdout.trim()) : undefined;
}
