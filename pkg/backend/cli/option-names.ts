import { parseArgs, type ParseArgsConfig } from 'node:util';
import { HeadroomError } from '#contract/errors.ts';

type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** Splits the arguments of a command by its options; throws `invalid_argument` for one that it does not have. */
export function readOptions<T extends OptionTypes>(command: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (thrown) {
    throw new HeadroomError('invalid_argument', `${(thrown as Error).message}.`, {
      remedy: `See headroom ${command} --help.`,
    });
  }
}

/**
 * An error about a field of the contract in the words of the command line.
 *
 * @param optionOf options whose names differ from those of their fields
 */
export function namingOption(thrown: unknown, optionOf: Readonly<Record<string, string>>): unknown {
  if (!(thrown instanceof HeadroomError) || thrown.field === undefined || thrown.culprit !== 'user') {
    return thrown;
  }
  const { code, field, remedy, cause } = thrown;
  const [root = field] = field.split('.');
  const option = `--${optionOf[root] ?? root}`;
  if (thrown.sentence.includes(option)) {
    return thrown;
  }
  const named = thrown.message.replace(`The field "${field}"`, option);
  const message = named.includes(option) ? named : `${option}: ${named}`;
  return new HeadroomError(code, message, { field, cause, ...(remedy === undefined ? {} : { remedy }) });
}

/** Fields without those that were not given. */
export function givenOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
