import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Agent, request } from 'undici';
import * as z from 'zod';
import { HeadroomError } from '#contract/errors.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { KeyRing } from './id-token.ts';

const PATH = '/api/signing-keys/keys';
const TIMEOUT_MS = 5_000;
/** A key that Grafana has withdrawn is refused after this time at the latest, unless Grafana does not answer. */
const FRESH_MS = 3_600_000;
/** While Grafana does not answer, its last keys serve this long. */
const USABLE_MS = 24 * FRESH_MS;
/** So that forged key ids do not become a load on Grafana. */
const RETRY_MS = 10_000;
const MAX_BYTES = 1 << 20;

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) });

/** Grafana's public keys, read when they are first needed and again when a token names an unknown one. */
export class SigningKeys implements KeyRing {
  readonly #url: string;
  readonly #clock: Clock;
  readonly #agent: Agent;
  #keys: ReadonlyMap<string, KeyObject> = new Map();
  #readAtMs = -Infinity;
  #triedAtMs = -Infinity;
  #reading: Promise<void> | undefined;

  /** @param grafana its address, and the PEM text of the authority of its certificate */
  constructor(grafana: { readonly url: string; readonly ca?: string }, clock: Clock) {
    this.#url = `${grafana.url.replace(/\/+$/, '')}${PATH}`;
    this.#clock = clock;
    this.#agent = new Agent({
      connect: { timeout: TIMEOUT_MS, ...(grafana.ca === undefined ? {} : { ca: grafana.ca }) },
      maxResponseSize: MAX_BYTES,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  async find(keyId: string): Promise<KeyObject | undefined> {
    const age = this.#clock.now() - this.#readAtMs;
    const known = this.#keys.get(keyId);
    if (known !== undefined && age < FRESH_MS) {
      return known;
    }
    try {
      await this.#readSoon();
    } catch (thrown) {
      if (known === undefined || age >= USABLE_MS) {
        throw thrown;
      }
    }
    return this.#keys.get(keyId);
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  /** One reading at a time, whose outcome stands for a while. */
  #readSoon(): Promise<void> {
    const now = this.#clock.now();
    if (this.#reading === undefined || now - this.#triedAtMs >= RETRY_MS) {
      this.#triedAtMs = now;
      this.#reading = this.#read();
    }
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const { statusCode, body } = await request(this.#url, { dispatcher: this.#agent });
      const text = await body.text();
      if (statusCode !== 200) {
        throw new Error(`status ${statusCode}`);
      }
      this.#keys = new Map(keySetSchema.parse(JSON.parse(text)).keys.flatMap(readKey));
      this.#readAtMs = this.#clock.now();
    } catch (cause) {
      throw new HeadroomError('source_unreachable', `Cannot read Grafana's signing keys from ${this.#url}.`, {
        field: 'plugin.grafanaUrl',
        remedy: 'Check that the engine reaches Grafana at this address, and plugin.grafanaCaFile when it is https.',
        cause,
      });
    }
  }
}

/** Nothing for a key of a kind that we do not know; the others serve all the same. */
function readKey(key: JsonWebKey & { kid: string }): [string, KeyObject][] {
  try {
    return [[key.kid, createPublicKey({ key, format: 'jwk' })]];
  } catch {
    return [];
  }
}
