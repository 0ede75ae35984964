import * as z from 'zod/mini';

// zod's compiled parsers need `new Function`, which the page's Content Security Policy forbids and reports.
z.config({ jitless: true });

export { z };
