import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, getFileInfo, resolveConfig } from 'prettier';

/**
 * Writes generated files, formatted as everything else here; with `--check` among the arguments of the process it
 * only compares, and ends with 1 when one is not what it should be.
 *
 * @param script the script to run when one is stale.
 */
export async function writeOrCheck(script: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const wanted = await formatted(path, text);
    if (!process.argv.includes('--check')) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, wanted);
    } else if (wanted !== contentOf(path)) {
      console.error(`${path} is not current. Run: node ${script}`);
      process.exitCode = 1;
    }
  }
}

async function formatted(path: string, text: string): Promise<string> {
  const { ignored } = await getFileInfo(path, { ignorePath: '.prettierignore' });
  return ignored ? text : format(text, { ...(await resolveConfig(path)), filepath: path });
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
