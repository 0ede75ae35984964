import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Store } from '../store/store';
import { jsonBytes } from './json-bytes';
import { acceptedEncoding } from './negotiation';

/** Smaller bodies are sent as they are. */
const worthCompressing = 10_000;

const compressors = {
  // Level 4 is as fast as gzip and a third smaller on such lists.
  br: (body: Uint8Array) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Uint8Array) => promisify(gzip)(body, { level: 1 }),
} as const;
type Encoding = keyof typeof compressors;

export interface ListBody {
  body: Uint8Array<ArrayBuffer>;
  encoding: Encoding | null;
}

export interface ListBodies {
  /** The list's present `ETag`. */
  etag(): Promise<string>;
  /** The list in JSON; made once for each version, also for requests at the same time. */
  read(etag: string, acceptEncoding: string): Promise<ListBody>;
}

/** The answers of `GET /api/applications`, kept until the list changes. */
export function createListBodies(store: Pick<Store, 'listApplications' | 'listVersion'>): ListBodies {
  // Another database, or one restored from a backup, can have the same version numbers: a new prefix for each process.
  const start = randomBytes(6).toString('base64url');
  let etag = '';
  let cached = new Map<Encoding | null, Promise<Uint8Array<ArrayBuffer>>>();

  function cacheBody(
    name: Encoding | null,
    make: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const kept = cached.get(name);
    if (kept) return kept;
    const cache = cached;
    const body = make();
    cache.set(name, body);
    // A failure is not kept.
    body.catch(() => cache.delete(name));
    return body;
  }

  return {
    etag: async () => `W/"${start}-${await store.listVersion()}"`,

    async read(requestedTag, acceptEncoding) {
      if (requestedTag !== etag) {
        etag = requestedTag;
        cached = new Map();
      }
      const plain = cacheBody(null, async () => jsonBytes({ items: await store.listApplications() }));
      const cache = cached;
      const body = await plain;
      const encoding =
        body.byteLength < worthCompressing ? null : acceptedEncoding(acceptEncoding, ['br', 'gzip'] as const);
      if (encoding === null) return { body, encoding };
      const compress = async () => new Uint8Array(await compressors[encoding](body));
      return { body: await (cache === cached ? cacheBody(encoding, compress) : compress()), encoding };
    },
  };
}
