import { buffer } from 'node:stream/consumers';
import { Transform, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { HeadroomError } from '#contract/errors.ts';
import { malformed } from './malformed.ts';

/** More than any server has to say about an error. */
const MAX_ERROR_BYTES = 2 ** 20;

const inflate = promisify(gunzip);

/** A body as text, and its length as it came over the wire. */
export interface BodyText {
  readonly text: string;
  readonly wireBytes: number;
}

/**
 * Reads a body as UTF-8 text, gunzipped when the server compressed it. Throws `too_large` when it takes more than
 * `maxBytes`, before or after decompression, so that neither an endless nor a compressed flood fills the memory.
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<BodyText> {
  const bytes = await buffer(body.pipe(byteLimit(body, maxBytes)));
  if (encoding === '' || encoding === 'identity') {
    return { text: bytes.toString('utf8'), wireBytes: bytes.length };
  }
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw malformed('its header Content-Encoding', 'names a compression that was not asked for');
  }
  return { text: (await decompress(bytes, maxBytes)).toString('utf8'), wireBytes: bytes.length };
}

/** As {@link readBody}, but gives an empty text for a body that is too large: the status says enough. */
export async function readErrorBody(body: Readable, encoding: string, maxBytes: number): Promise<BodyText> {
  try {
    return await readBody(body, encoding, Math.min(maxBytes, MAX_ERROR_BYTES));
  } catch (thrown) {
    if (thrown instanceof HeadroomError && thrown.code === 'too_large') {
      return { text: '', wireBytes: 0 };
    }
    throw thrown;
  }
}

function byteLimit(source: Readable, maxBytes: number): Transform {
  let seen = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > maxBytes ? tooLarge(maxBytes) : null, chunk);
    },
  });
  source.once('error', (error) => limit.destroy(error));
  limit.once('error', () => source.destroy());
  return limit;
}

async function decompress(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes });
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : malformed('its compressed body', 'is damaged');
  }
}

function tooLarge(maxBytes: number): HeadroomError {
  const mebibytes = Math.max(1, Math.round(maxBytes / 2 ** 20));
  return new HeadroomError('too_large', `The answer of the source is larger than ${mebibytes} MiB.`, {
    field: 'expr',
    remedy: 'Narrow the expression or shorten the training window.',
  });
}
