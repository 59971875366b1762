import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { durationField } from '../../pkg/contract/fields.ts';
import { optionsTable } from './options-table.ts';

const help = { description: 'Help.' };

function row(field: z.ZodType): string {
  return optionsTable(z.object({ field })).split('\n')[2] ?? '';
}

describe('optionsTable', () => {
  it.each<[string, z.ZodType]>([
    ['| `field` | text | required | Help. |', z.string().meta(help)],
    ['| `field` | text |  | Help. |', z.string().default('').meta(help)],
    [
      '| `field` | whole number, 1 to 5,000 s | `20` | Help. |',
      z
        .number()
        .int()
        .min(1)
        .max(5_000)
        .default(20)
        .meta({ ...help, unit: 's' }),
    ],
    ['| `field` | `a`, `b` | `a` | Help. |', z.enum(['a', 'b']).default('a').meta(help)],
    [
      '| `field` | list of `a` | `["a"]` | Help. |',
      z
        .array(z.enum(['a']))
        .default(['a'])
        .meta(help),
    ],
    [
      '| `field` | duration, 1m to 1d | `1h` | Help. |',
      durationField({ min: 60_000, max: 86_400_000 }).prefault('1h').meta(help),
    ],
    ['| `field` | `true`, `false` | `false` | a \\| b |', z.boolean().default(false).meta({ description: 'a | b' })],
    ['| `field` | text | required | Title. |', z.string().meta({ title: 'Title' })],
  ])('tells %s', (expected, field) => {
    expect(row(field)).toBe(expected);
  });

  it('flattens groups, lists of groups and groups by name; what has no help takes that of its group', () => {
    const group = z.object({ inner: z.string() });
    const schema = z.object({
      one: group.meta(help),
      many: z.array(group).meta(help),
      named: z.record(z.string(), group).meta(help),
    });
    const paths = optionsTable(schema).match(/`[^`]+`/g);
    expect(paths).toEqual(['`one.inner`', '`many[].inner`', '`named.<name>.inner`']);
  });

  it('refuses an option without help', () => {
    expect(() => optionsTable(z.object({ port: z.string() }))).toThrow('The option port has no help');
  });
});
