import { parseArgs } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';
import type { AuditVerdict } from '../app/ports/audit-log.ts';
import { readForm } from './option-values.ts';
import { printAnswer } from './print-answer.ts';
import type { CliAssembly } from './serve.ts';
import { minuteText } from './text-cells.ts';

const HELP = `Usage: headroom audit verify --state DIR [options]

Follows the hash chain through the audit log of an engine, from the first entry on, and tells whether it is intact.
Only reads; the engine may be running.

  --state DIR          the state directory of the engine, where headroom.db lies
  -o table|json|yaml   form of the answer (default table)

Ends with 0 when the log is intact, 1 when it cannot be read, 2 when an option is wrong or there is no log, 3 when the
chain is broken. Entries cut off at the end leave an intact, shorter log: keep the hash of the last entry elsewhere,
and look for it later, to notice that too.`;

const OPTIONS = {
  state: { type: 'string' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What a broken chain ends with; 1 and 2 are failures to look. */
const BROKEN = 3;

/** `headroom audit verify`: whether the audit log of a state directory is as it was written. */
export function auditCommand(args: readonly string[], assembly: CliAssembly): number {
  const { options, task } = read(args);
  if (options.help === true) {
    console.log(HELP);
    return 0;
  }
  if (task !== 'verify') {
    throw wrong('There is nothing to do.', 'Use headroom audit verify --state DIR.');
  }
  const form = readForm(options.output);
  if (options.state === undefined) {
    throw wrong('--state is missing.', 'Pass the state directory of an engine.', 'state');
  }
  const verdict = assembly.verifyAudit(options.state);
  printAnswer({ intact: verdict.broken === undefined, ...verdict }, form, verdictText);
  return verdict.broken === undefined ? 0 : BROKEN;
}

function verdictText({ entries, firstMs, lastMs, head, broken }: AuditVerdict): string {
  const sound = [`entries ${broken === undefined ? '' : 'before the break '}${entries}`];
  if (firstMs !== undefined && lastMs !== undefined) {
    sound.push(`from ${minuteText(firstMs)} to ${minuteText(lastMs)} UTC`, `hash of the last ${head}`);
  }
  if (broken === undefined) {
    return [...sound, 'intact'].join('\n');
  }
  const when = broken.atMs === undefined ? '' : ` of ${minuteText(broken.atMs)} UTC`;
  return [...sound, `broken at entry ${broken.sequence}${when}: ${broken.reason}`].join('\n');
}

function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    return { options: values, task: positionals.join(' ') };
  } catch (thrown) {
    throw wrong(`${(thrown as Error).message}.`, 'See headroom audit --help.');
  }
}

function wrong(message: string, remedy: string, field?: string): HeadroomError {
  return new HeadroomError('invalid_argument', message, { remedy, ...(field === undefined ? {} : { field }) });
}
