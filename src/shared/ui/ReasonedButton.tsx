import { Button } from '@grafana/ui';
import type { ComponentProps } from 'react';

type Props = ComponentProps<typeof Button> & {
  /** Why it cannot be pressed; `undefined` when it can. */
  reason: string | undefined;
};

/** A button that says why when it cannot be pressed. */
export function ReasonedButton({ reason, ...rest }: Props) {
  return reason === undefined ? <Button {...rest} /> : <Button {...rest} disabled tooltip={reason} />;
}
