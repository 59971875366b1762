import { startStack } from './stack.ts';
import { URLS_VARIABLE } from './urls.ts';

/** Starts what the tests look at; what it returns stops it again. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { urls, stop } = await startStack();
  process.env[URLS_VARIABLE] = JSON.stringify(urls);
  return stop;
}
