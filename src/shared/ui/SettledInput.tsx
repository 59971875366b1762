import { Input } from '@grafana/ui';
import type { ComponentProps } from 'react';
import { useSettledText } from './use-settled-text.ts';

type Props = Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'ref'> & {
  value: string;
  /** Called with a changed text once it is settled: on leaving the input and on Enter. */
  onSettle: (text: string) => void;
};

/** An input whose text counts once it is settled. */
export function SettledInput({ value, onSettle, ...rest }: Props) {
  const { text, type, settle } = useSettledText(value, onSettle);
  return (
    <Input
      {...rest}
      aria-invalid={rest.invalid === true}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          settle();
        }
      }}
    />
  );
}
