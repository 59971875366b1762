import type { SourceSettings } from '#contract/settings.ts';
import { authorizationOf } from './request-headers.ts';
import type { SourceAddress } from './source-address.ts';

const MAX_LENGTH = 500;
/** Shorter texts are no secrets, and blanking them would garble every message. */
const MIN_CREDENTIAL_LENGTH = 3;
/** Custom headers also carry names of tenants, which messages may well mention. */
const MIN_HEADER_LENGTH = 8;

/** Backslashes before a character; bounded, since a server may send a million of them. */
const ESCAPES = '(?:\\\\|%(?:25)*5c){0,8}';
/** Matches nowhere. */
const NOTHING = '(?!)';

/** Makes a text of the server fit to be shown. */
export type Redact = (text: string) => string;

/**
 * A function that blanks the source's credentials in a text, in case the server echoes them, quoted or encoded in any
 * usual way, and removes control characters and excess length.
 */
export function createRedact(settings: SourceSettings, address: SourceAddress): Redact {
  const secrets = secretsOf(settings, address).sort((a, b) => b.length - a.length);
  const found = new RegExp(secrets.map(inAnyForm).join('|') || NOTHING, 'gi');
  return (text) => {
    const blanked = text.replace(found, '***');
    const line = blanked.replace(/[\p{Cc}\s]+/gu, ' ').trim();
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
  };
}

function secretsOf(settings: SourceSettings, address: SourceAddress): string[] {
  const { auth, headers } = settings;
  const credential = auth.kind === 'basic' ? auth.password : auth.kind === 'bearer' ? auth.token : '';
  const encoded = authorizationOf(auth, address)?.replace(/^\w+ /, '') ?? '';
  const credentials = [credential, address.password, encoded].flatMap((text) => [text, text.trim()]);
  return [
    ...credentials.filter((text) => text.length >= MIN_CREDENTIAL_LENGTH),
    ...Object.values(headers).filter((text) => text.length >= MIN_HEADER_LENGTH),
  ];
}

/** A pattern that matches a text also where its special characters were escaped for JSON, a URL or HTML, even twice. */
function inAnyForm(text: string): string {
  return [...text].map((character) => (/[A-Za-z0-9]/.test(character) ? character : specialForms(character))).join('');
}

function specialForms(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join('');
  const unit = character.charCodeAt(0);
  const plain = character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
  const form = character === ' ' ? '|\\+' : '';
  return `(?:${ESCAPES}(?:${plain}|${bytes}|u${hex(unit, 4)}|x${hex(unit, 2)}${form})|&#?\\w{2,8};)`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
