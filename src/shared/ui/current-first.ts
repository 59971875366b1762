import type { ComboboxOption } from '@grafana/ui';

/**
 * The options with the current one at the top, added when it is not among them. While somebody types, the list
 * highlights the row number of the current option; only in the first row Enter takes what was typed.
 */
export function currentFirst(
  options: ReadonlyArray<ComboboxOption<string>>,
  value: string | undefined
): Array<ComboboxOption<string>> {
  if (value === undefined) {
    return [...options];
  }
  const current = options.find((option) => option.value === value) ?? { value, label: value };
  return [current, ...options.filter((option) => option.value !== value)];
}
