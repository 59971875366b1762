const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a host name means this machine and nobody else can reach it. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.has(hostname);
}

/** Host and port of `host:port`. */
export function splitAddress(listen: string): [string, number] {
  const colon = listen.lastIndexOf(':');
  return [listen.slice(0, colon), Number(listen.slice(colon + 1))];
}
