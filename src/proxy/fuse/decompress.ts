import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

interface Content {
  bytes: Buffer;
  /** False if the content was cut short, or cannot be decoded to its end. */
  complete: boolean;
}

const unreadable: Content = { bytes: Buffer.alloc(0), complete: false };

// RFC 9110 §8.4: codings in the order in which they were applied. No honest answer has more than two.
const maxCodings = 2;

/** RFC 1950 §2.2. Some servers send "deflate" without this header (RFC 9110 §8.4.1.2). */
function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length > 1 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

function decoderFor(coding: string, { bytes, complete }: Content): Transform | null {
  // A body that was cut short lacks the end that a decoder asks for: decode as much as there is.
  const options = complete ? {} : { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options);
    case 'deflate':
      return hasZlibHeader(bytes) ? createInflate(options) : createInflateRaw(options);
    case 'br':
      return createBrotliDecompress(complete ? {} : { finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return null;
  }
}

async function runDecoder(content: Content, decoder: Transform, maxBytes: number): Promise<Content> {
  const chunks: Buffer[] = [];
  let size = 0;
  decoder.end(content.bytes);
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop ends the decoder, so that a small body cannot swell to gigabytes.
      if (size > maxBytes) break;
    }
    const bytes = Buffer.concat(chunks).subarray(0, maxBytes);
    return { bytes, complete: content.complete && size <= maxBytes };
  } catch {
    return { bytes: Buffer.concat(chunks), complete: false };
  }
}

/** The codings of a body, the last applied first. A gzip body is known by its first bytes as well (RFC 1952). */
function parseCodings(contentEncoding: string | undefined, bytes: Buffer): string[] {
  const named = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (named.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b) return ['gzip'];
  return named.toReversed();
}

/**
 * Undoes the content codings of a body (gzip, deflate, br), up to `maxBytes` of content. A coding that is not
 * known, or content that is not in it, gives an empty body that is not complete. Never rejects.
 */
export async function decompress(
  content: Content,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Content> {
  const codings = parseCodings(contentEncoding, content.bytes);
  if (content.bytes.length === 0) return content;
  if (codings.length > maxCodings) return unreadable;
  let decoded = content;
  for (const coding of codings) {
    const decoder = decoderFor(coding, decoded);
    if (decoder === null) return unreadable;
    decoded = await runDecoder(decoded, decoder, maxBytes);
  }
  return decoded;
}
