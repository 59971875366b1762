import { runCommand } from '../../pkg/backend/cli/run-command.ts';
import type { CliAssembly } from '../../pkg/backend/cli/serve.ts';

/** The help of `bin/headroom` and of each of its commands, as Markdown. */
export async function commandLineHelp(): Promise<string> {
  const usage = await helpOf();
  const names = [...usage.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  const sections = [`\`\`\`text\n${usage}\n\`\`\`\n`];
  // The demo is a script of its own.
  for (const name of names.filter((one) => one !== 'demo')) {
    sections.push(`## ${name}\n\n\`\`\`text\n${await helpOf(name)}\n\`\`\`\n`);
  }
  return sections.join('\n');
}

/** What a command prints when it is asked for help; help needs no engine. */
async function helpOf(...command: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const { log } = console;
  console.log = (text: string) => void printed.push(text);
  try {
    await runCommand([...command, '--help'], {} as CliAssembly);
  } finally {
    console.log = log;
  }
  return printed.join('\n').trim();
}
