import { Combobox, type ComboboxOption } from '@grafana/ui';
import { currentFirst } from './current-first.ts';
import { useSameList } from './use-same-list.ts';

interface Props {
  id: string;
  options: ReadonlyArray<ComboboxOption<string>>;
  /** `undefined` when nothing is chosen yet. */
  value: string | undefined;
  onChoose: (value: string) => void;
  placeholder?: string;
  invalid?: boolean;
  /** In units of the theme; as wide as there is room without it. */
  width?: number;
  /** Whether a value that is not in the list may be typed in. */
  isOpen?: boolean;
}

/** One of several values, chosen from a list or by typing. */
export function ChoiceBox({ options, value, onChoose, isOpen = false, ...rest }: Props) {
  const list = useSameList(currentFirst(options, value));
  return (
    <Combobox
      {...rest}
      createCustomValue={isOpen}
      options={list}
      value={value ?? null}
      onChange={(option: ComboboxOption<string> | undefined) => {
        // Enter on an empty list hands over nothing, whatever the type says.
        if (option !== undefined) {
          onChoose(option.value);
        }
      }}
    />
  );
}
