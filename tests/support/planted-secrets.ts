import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inflateSync } from 'node:zlib';

/** Halves of a secret that are told apart from chance when they stand somewhere. */
type Halves = readonly [string, string];

/** A secret that is recognised in any form. */
export interface PlantedSecret {
  readonly name: string;
  readonly text: string;
  readonly forms: readonly string[];
}

/** A secret of characters that every encoding writes differently. */
export function plantSecret(name: string): PlantedSecret {
  const halves: Halves = [randomBytes(9).toString('hex'), randomBytes(9).toString('hex')];
  return recognisable(name, halves.join('/+&="\'%'), halves);
}

/** The key of a certificate: any of its lines gives it away. */
export function plantKey(name: string, pem: string): PlantedSecret {
  const lines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  return { name, text: pem, forms: lines.map((line) => plain(line)) };
}

/** A signed token: either half of its signature gives it away. */
export function plantToken(name: string, text: string): PlantedSecret {
  const signature = text.split('.')[2] ?? '';
  const middle = signature.length >> 1;
  return recognisable(name, text, [signature.slice(0, middle), signature.slice(middle)]);
}

function recognisable(name: string, text: string, halves: Halves): PlantedSecret {
  const forms = halves.flatMap((half) => [half, Buffer.from(half).toString('hex'), ...base64Forms(half)]);
  return { name, text, forms: forms.map(plain) };
}

/** What a text becomes in Base64 within another text, whatever stands before it; the ends depend on that. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].map((before) =>
    Buffer.from('x'.repeat(before) + text)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(4, -4)
  );
}

/** Letters and digits alone, so that a secret which is cut, quoted or escaped in between is still one. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** Names of the secrets that stand in a text or in bytes, in any form. */
export function secretsIn(secrets: readonly PlantedSecret[], shown: string | Uint8Array): string[] {
  const text = plain(typeof shown === 'string' ? shown : Buffer.from(shown).toString('latin1'));
  return secrets.filter(({ forms }) => forms.some((form) => text.includes(form))).map(({ name }) => name);
}

/** Everything below a directory: the bytes of its files, and the values of its databases, unpacked where packed. */
export function everythingStored(
  directory: string
): { readonly place: string; readonly content: string | Uint8Array }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      const own = [{ place: file, content: readFileSync(file) }];
      return entry.name.endsWith('.db') ? [...own, ...valuesOf(file)] : own;
    });
}

function valuesOf(file: string): { place: string; content: string | Uint8Array }[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      database
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .filter((value) => typeof value === 'string' || value instanceof Uint8Array)
        .map((value) => ({ place: `${file}: ${String(name)}`, content: unpacked(value) }))
    );
  } finally {
    database.close();
  }
}

function unpacked(value: string | Uint8Array): string | Uint8Array {
  try {
    return typeof value === 'string' ? value : inflateSync(value);
  } catch {
    return value;
  }
}
