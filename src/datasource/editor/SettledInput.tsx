import { Input } from '@grafana/ui';
import { type ComponentProps, useState } from 'react';

type Props = Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref'> & {
  value: string;
  /** Called with a changed text once it is settled: on leaving the input and on Enter. */
  onSettle: (text: string) => void;
};

/** An input that keeps to itself what is being typed, so that no query runs for half a word. */
export function SettledInput({ value, onSettle, ...rest }: Props) {
  const [draft, setDraft] = useState({ of: value, text: value });
  if (draft.of !== value) {
    setDraft({ of: value, text: value });
  }
  const settle = () => {
    if (draft.text !== value) {
      onSettle(draft.text);
    }
  };
  return (
    <Input
      {...rest}
      value={draft.text}
      onChange={(event) => setDraft({ of: value, text: event.currentTarget.value })}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          settle();
        }
      }}
    />
  );
}
