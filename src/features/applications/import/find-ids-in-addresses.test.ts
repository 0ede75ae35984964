import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';

const host = 'https://fuse.plumvoice.com/api';

describe('pairs are read from addresses', () => {
  it.each<[string, string, string[]]>([
    ['an address', `${host}/apps/101/0002001/queue`, ['101/0002001']],
    ['an address that ends the text', `${host}/apps/101/2001`, ['101/2001']],
    [
      'a curl command',
      `curl -u 'ops@example.com:key' -X DELETE "${host}/apps/101/2001/cancel"`,
      ['101/2001'],
    ],
    [
      'a curl command of several lines',
      `curl --request DELETE \\\n  --url ${host}/apps/101/2001/cancel \\\n  --header 'Accept: */*'\n# then */*`,
      ['101/2001'],
    ],
    [
      'an address in JSON with escaped slashes',
      String.raw`{"url":"https:\/\/x\/api\/apps\/1\/2\/cancel"}`,
      ['1/2'],
    ],
    ['an address inside another one', 'to=%2Fapi%2Fapps%2F1%2F2%2Fcancel', ['1/2']],
    ['the console’s own address', '/api/applications/55/deployments/66', ['55/66']],
    [
      'addresses in brackets and quotes',
      '<x/apps/1/2> (apps/3/4) "apps/5/6" [apps/7/8], `apps/9/10`',
      ['1/2', '3/4', '5/6', '7/8', '9/10'],
    ],
    ['an address with a query', '/apps/1/2?limit=5 and /apps/3/4#calls', ['1/2', '3/4']],
    ['addresses before a comma', '/apps/1/2, /apps/3/4;\n/apps/5/6,', ['1/2', '3/4', '5/6']],
    ['an address in a sentence', 'see /apps/101/2001 and stop it', ['101/2001']],
    [
      'addresses of a table without IDs',
      'url\tstate\n/apps/101/2001\tactive\n| /apps/3/4 | 88 |',
      ['101/2001', '3/4'],
    ],
    [
      'addresses of a web page’s markup',
      `<a href="x">${host}/apps/1/2</a>\n/apps/3/4<br>\n<li>/apps/5/6/x</li><b>/apps/7/8</b></p>`,
      ['1/2', '3/4', '5/6', '7/8'],
    ],
    ['an address in escaped quotes', '&quot;/apps/1/2&quot; &#39;/apps/3/4&#39;', ['1/2', '3/4']],
    ['a list of addresses, each once', '/apps/1/2\n/apps/3/4\n/apps/1/2', ['1/2', '3/4']],
    ['an address with a zero-width space in it', `${host}/apps/20481/310\u200B274/queue`, ['20481/310274']],
    ['an address with a soft hyphen in it', `${host}/apps/20481/310\u00AD274/queue`, ['20481/310274']],
    [
      'an address between direction marks',
      `\u200E${host}/apps/20481/\u2068310274\u2069/queue\u200F`,
      ['20481/310274'],
    ],
    ['a text with a byte order mark', '\uFEFF/apps/1/2', ['1/2']],
    [
      'lines that end as on old systems',
      '/apps/1/2\r/apps/3/4\u2028/apps/5/6\u0085/apps/7/8\v',
      ['1/2', '3/4', '5/6', '7/8'],
    ],
  ])('%s', (_, text, pairs) => {
    expect(foundPairs(text)).toEqual(pairs);
  });
});
