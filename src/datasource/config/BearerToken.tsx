import type { ConfigProps } from './config-props.ts';
import { SecretField } from './SecretField.tsx';

/** The token that is sent as `Authorization: Bearer …`. */
export function BearerToken(props: ConfigProps) {
  return (
    <SecretField
      config={props}
      secret="bearerToken"
      label="Token"
      tooltip="Sent with every request as Authorization: Bearer. Kept encrypted."
      placeholder="Token"
    />
  );
}
