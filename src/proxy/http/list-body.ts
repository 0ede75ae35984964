import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Store } from '../store/store';
import { acceptedEncoding } from './negotiation';

/** Smaller bodies are sent as they are. */
const worthCompressing = 10_000;

const compressors = {
  // Level 4 is as fast as gzip and a third smaller on such lists.
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body, { level: 1 }),
} as const;
type Encoding = keyof typeof compressors;

export interface ListBody {
  body: Buffer;
  encoding: Encoding | null;
}

export interface ListBodies {
  /** The list's present `ETag`. */
  etag(): Promise<string>;
  /** The list in JSON; made once for each version, however many ask for it at once. */
  read(etag: string, acceptEncoding: string): Promise<ListBody>;
}

/** The answers of `GET /api/applications`, kept until the list changes. */
export function createListBodies(store: Pick<Store, 'listApplications' | 'listVersion'>): ListBodies {
  // Another database, or one put back from a backup, can have the same numbers: none outlives this process.
  const start = randomBytes(6).toString('base64url');
  let etag = '';
  let made = new Map<Encoding | null, Promise<Buffer>>();

  function keep(name: Encoding | null, make: () => Promise<Buffer>): Promise<Buffer> {
    const kept = made.get(name);
    if (kept) return kept;
    const mine = made;
    const body = make();
    mine.set(name, body);
    // A failure is not kept.
    body.catch(() => mine.delete(name));
    return body;
  }

  return {
    etag: async () => `W/"${start}-${await store.listVersion()}"`,

    async read(wanted, acceptEncoding) {
      if (wanted !== etag) {
        etag = wanted;
        made = new Map();
      }
      const plain = keep(null, async () =>
        Buffer.from(JSON.stringify({ items: await store.listApplications() })),
      );
      const mine = made;
      const body = await plain;
      const encoding =
        body.byteLength < worthCompressing ? null : acceptedEncoding(acceptEncoding, ['br', 'gzip'] as const);
      if (encoding === null) return { body, encoding };
      const compress = () => compressors[encoding](body);
      return { body: await (mine === made ? keep(encoding, compress) : compress()), encoding };
    },
  };
}
