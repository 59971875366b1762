import { createServer, type AddressInfo, type Server } from 'node:net';
import { HeadroomError } from '#contract/errors.ts';

/** Listens, and gives the port; 0 lets the system choose. Throws `conflict` when the port is taken. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new HeadroomError('conflict', `Something listens on ${host}:${port} already.`, {
              remedy: 'Stop it, or choose another port.',
              cause,
            })
          : cause
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** The port that was asked for, or one that is free now; throws `conflict` when it is taken. */
export async function freePort(host: string, wanted: number): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, host, wanted);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
