import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL_NAMES } from '../../pkg/model/forecast/candidates.ts';
import { copyTree, type CommandResult, type TreeCopy } from '../support/tree-copy.ts';

/** Files that do wrong, by their paths. */
type Plant = Readonly<Record<string, string>>;

const FORBIDDEN_ARROWS: Plant = {
  'pkg/model/series/planted.ts': "export { parseDuration } from '../../contract/duration.ts';\n",
  'pkg/contract/planted.ts': "export { median } from '../sample/random.ts';\n",
  'pkg/backend/app/planted.ts': "export { openStore } from '../store/open-store.ts';\n",
  'pkg/backend/queue/planted.ts': "export { openDatabase } from '../store/open-database.ts';\n",
  'src/shared/planted.ts': "export { runForecastQuery } from '../../pkg/backend/app/forecast-query.ts';\n",
};
const BROKEN_RULES = [
  'model-is-pure',
  'contract-knows-only-model',
  'app-knows-no-adapter',
  'adapter-queue-knows-no-other',
  'browser-knows-contract-and-model-only',
];
const CYCLE: Plant = {
  'pkg/model/series/planted.ts': "import { b } from './planted-too.ts';\nexport const a = (): number => b();\n",
  'pkg/model/series/planted-too.ts': "import { a } from './planted.ts';\nexport const b = (): number => a();\n",
};
const SOUNDNESS = ['npx', 'vitest', 'run', '--project', 'unit', 'pkg/model/forecast/soundness.test.ts'] as const;
const FORECAST = 'pkg/model/forecast/forecast.ts';

/** Each of the checks is run as CI runs it, on a copy of this tree with a fault planted in it. */
describe('the checks of CI', () => {
  let tree: TreeCopy;

  beforeAll(() => {
    tree = copyTree();
  });

  afterAll(() => tree.cleanUp());

  function withPlant(plant: Plant, work: () => CommandResult): CommandResult {
    Object.entries(plant).forEach(([path, text]) => tree.write(path, text));
    const result = work();
    Object.keys(plant).forEach((path) => tree.remove(path));
    return result;
  }

  function withChange(path: string, change: (text: string) => string, work: () => CommandResult): CommandResult {
    const before = tree.read(path);
    const after = change(before);
    expect(after, `there is a place in ${path} to plant the fault`).not.toBe(before);
    tree.write(path, after);
    const result = work();
    tree.write(path, before);
    return result;
  }

  /** What `make test`, and so CI, runs. */
  const check = (name: string) => tree.run('node', 'scripts/check.ts', name);
  const soundness = () => tree.run(...SOUNDNESS);

  /** Lets every forecast go through `poison` on its way out. */
  const poisoned = (poison: string) => (text: string) =>
    text.replace(/^export function forecast\(/m, 'function unpoisoned(') +
    `\nexport function forecast(request: ForecastRequest): ForecastOutcome {
  const outcome = unpoisoned(request);
  if (outcome.kind === 'forecast') {
    ${poison}
  }
  return outcome;
}\n`;

  it('let no forbidden arrow pass', () => {
    const { status, output } = withPlant(FORBIDDEN_ARROWS, () => check('arrows'));
    expect(status).toBe(1);
    for (const rule of BROKEN_RULES) {
      expect(output).toContain(`error ${rule}: `);
    }
  });

  it('let no cycle pass', () => {
    const { status, output } = withPlant(CYCLE, () => check('arrows'));
    expect(status).toBe(1);
    expect(output).toContain('error no-cycles: pkg/model/series/planted');
  });

  it('let a tree without forbidden arrows and cycles pass', () => {
    expect(check('arrows').output).toContain('1 passed, 0 failed');
  });

  it('let no differing plugin.json pass', () => {
    const { status, output } = withChange(
      'plugin.json',
      (text) => text.replace('"name"', '"nickname"'),
      () => check('manifest')
    );
    expect(status).toBe(1);
    expect(output).toContain('plugin.json');
    expect(check('manifest').output).toContain('1 passed, 0 failed');
  });

  it('let no rule pass that differs from its signal', () => {
    const { status, output } = withChange(
      'pkg/contract/derived-signals.ts',
      (text) => text.replace('[1h]', '[2h]'),
      () => check('generated files')
    );
    expect(status).toBe(1);
    expect(output).toContain('deploy/prometheus/derived.rules.yaml is not current. Run: node scripts/derived-rules.ts');
    expect(check('generated files').output).toContain('1 passed, 0 failed');
  });

  it.each(['pkg/model/series', 'pkg/backend/app', 'src/shared', 'tests/support'])(
    'let no type error in %s pass',
    (folder) => {
      const plant = { [`${folder}/planted.ts`]: "export const planted: number = 'text';\n" };
      const { status, output } = withPlant(plant, () => check('types'));
      expect(status).toBe(1);
      expect(output).toContain(`${folder}/planted.ts(1,14): error TS2322`);
    }
  );

  it('let a tree without type errors pass', () => {
    expect(check('types').output).toContain('1 passed, 0 failed');
  });

  it('let no unused export pass', () => {
    const { status, output } = withChange(
      'pkg/contract/duration.ts',
      (text) => `${text}\n/** Nobody calls this. */\nexport function plantedExport(): void {}\n`,
      () => check('dead code')
    );
    expect(status).toBe(1);
    expect(output).toMatch(/plantedExport\s+function\s+pkg\/contract\/duration\.ts/);
    expect(check('dead code').output).toContain('1 passed, 0 failed');
  });

  it('let no NaN of any model pass', () => {
    const poison = 'outcome.mean[outcome.mean.length - 1] = NaN;';
    const { status, output } = withChange(FORECAST, poisoned(poison), soundness);
    expect(status).toBe(1);
    for (const model of ['auto', ...MODEL_NAMES]) {
      expect(output).toMatch(new RegExp(`(FAIL|×).* of the model ${model} are finite`));
    }
  });

  it('let no crossing bands of any model pass', () => {
    const poison = `for (const { lower, upper } of outcome.bands) {
      lower[0] = (upper[0] ?? 0) + 1;
    }`;
    const { status, output } = withChange(FORECAST, poisoned(poison), soundness);
    expect(status).toBe(1);
    for (const model of ['auto', ...MODEL_NAMES]) {
      expect(output).toMatch(new RegExp(`(FAIL|×).* of the model ${model} are finite`));
    }
  });

  it('let sound forecasts pass', () => {
    expect(soundness().status).toBe(0);
  });
});
