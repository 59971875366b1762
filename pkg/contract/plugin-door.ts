import * as z from 'zod';

const MAX_PORT = 65_535;

/** Where a door listens. */
export const listenAddress = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/,
    'It is no address to listen on. Write host:port, such as 127.0.0.1:8686.'
  )
  .refine((listen) => Number(listen.split(':').at(-1)) <= MAX_PORT, `Ports end at ${MAX_PORT}. Choose another one.`);

/** SHA-256 of a bearer token. */
export const tokenDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'It is no SHA-256. Write that of the token as 64 hexadecimal digits.');

/** The door of `serve` for the plugin that forwards what one Grafana asks. */
export const pluginDoorSchema = z
  .strictObject({
    listen: listenAddress.default('127.0.0.1:8687').meta({
      description: 'Address of the door for the plugin in Grafana. Beyond loopback it needs certFile and keyFile.',
    }),
    certFile: z.string().min(1).optional().meta({
      description: 'PEM file of the certificate of this door, followed by those of its intermediate authorities.',
    }),
    keyFile: z.string().min(1).optional().meta({ description: 'PEM file of its private key.' }),
    tokenSha256: tokenDigest
      .optional()
      .meta({ description: 'SHA-256 of the token that the plugin shows, as 64 hexadecimal digits.' }),
    tokenFile: z.string().min(1).optional().meta({
      description: 'File that holds this token, such as a mounted secret. Read at start.',
    }),
    grafanaUrl: z.url({ protocol: /^https?$/, error: 'It is no address. Write one like http://grafana:3000.' }).meta({
      description: 'Address of the Grafana that the plugin is in. Its keys are read there, to check who asks.',
    }),
    grafanaCaFile: z.string().min(1).optional().meta({
      description: 'PEM file of the certificate authority of that address.',
    }),
  })
  .refine(({ tokenSha256, tokenFile }) => (tokenSha256 === undefined) !== (tokenFile === undefined), {
    path: ['tokenFile'],
    error: 'The door for the plugin needs either tokenFile or tokenSha256. Set one of them.',
  })
  .refine(({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined), {
    path: ['keyFile'],
    error: 'certFile and keyFile go together. Set both, or leave both out.',
  });

/** The parsed options of the door. */
export type PluginDoorOptions = z.output<typeof pluginDoorSchema>;

/** What the door needs to know, once its files have been read. */
export interface PluginDoorConfig {
  readonly listen: string;
  readonly tokenSha256: string;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly grafana: { readonly url: string; readonly ca?: string };
}
