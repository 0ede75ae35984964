import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIds } from './find-ids';

const pair = (applicationId: string, deploymentId: string) => ({ applicationId, deploymentId });

describe('IDs are found in', () => {
  it.each<[string, string, ReturnType<typeof pair>[]]>([
    ['an address', 'https://fuse.plumvoice.com/api/apps/101/0002001/queue', [pair('101', '0002001')]],
    [
      'a curl command',
      `curl -u 'ops@example.com:key' -X DELETE "https://fuse.plumvoice.com/api/apps/101/2001/cancel"`,
      [pair('101', '2001')],
    ],
    [
      'a PHP sample with its IDs in variables',
      `$application_id = '101';\n$deployment_id = "2001";\n$ch = curl_init("https://fuse.plumvoice.com/api/apps/$application_id/$deployment_id/cancel");\ncurl_setopt($ch, CURLOPT_USERPWD, "ops@example.com:key");`,
      [pair('101', '2001')],
    ],
    [
      'JSON with escaped slashes',
      String.raw`{"url":"https:\/\/x\/api\/apps\/1\/2\/cancel"}`,
      [pair('1', '2')],
    ],
    ['a percent-encoded address', 'to=%2Fapi%2Fapps%2F1%2F2%2Fcancel', [pair('1', '2')]],
    [
      'a Postman file',
      `{"request":{"url":{"raw":"{{base}}/apps/:application_id/:deployment_id/cancel","path":["apps",":application_id"],"variable":[{"key":"application_id","value":"101"},{"key":"deployment_id","value":"2001"}]}}}`,
      [pair('101', '2001')],
    ],
    ['a Postman path', `"path": ["api", "apps", "101", "2001", "cancel"]`, [pair('101', '2001')]],
    [
      'a Bruno file',
      'delete {\n  url: {{base}}/api/apps/:application_id/:deployment_id/cancel\n}\nparams:path {\n  application_id: 101\n  deployment_id: 2001\n}',
      [pair('101', '2001')],
    ],
    [
      'an OpenAPI file',
      'parameters:\n  - name: application_id\n    in: path\n    required: true\n    schema:\n      type: string\n      example: "101"\n  - name: deployment_id\n    in: path\n    schema:\n      type: string\n      example: "2001"',
      [pair('101', '2001')],
    ],
    ['labels in the other order', 'Deployment ID: 2001, Application ID: 101', [pair('101', '2001')]],
    [
      'one application with several deployments',
      'applicationId=101 deploymentId=1 deploymentId=2',
      [pair('101', '1'), pair('101', '2')],
    ],
    [
      'a table with a heading',
      'name;application_id;deployment_id\nSpring;101;2001\nAutumn 5;101;"2002"\n;;',
      [pair('101', '2001'), pair('101', '2002')],
    ],
    ['a list, each once', '/apps/1/2\n/apps/3/4\n/apps/1/2', [pair('1', '2'), pair('3', '4')]],
    [
      'a plain list of two numbers a line',
      '101/2001\r\n101, 2002\n\n102 0003\n101/2001\n',
      [pair('101', '2001'), pair('101', '2002'), pair('102', '0003')],
    ],
    [
      'short variables',
      "$app_id = 101;\n$dep_id = 2001;\ncurl_init('https://x/api/apps/'.$app_id.'/'.$dep_id.'/cancel');",
      [pair('101', '2001')],
    ],
    ['nothing where a list has words in it', '101/2001\n5 of 12 done\n', []],
    ['nothing where there is only one', 'deployment_id: 2001', []],
    ['nothing where a number is too long', `/apps/1/${'9'.repeat(21)}`, []],
    ['nothing in plain words', 'Call 2001 people about 101 things', []],
  ])('%s', (_, text, pairs) => {
    expect(findIds(text).pairs).toEqual(pairs);
  });

  it('any address in any text without digits, in its order', () => {
    const id = fc.stringMatching(/^\d{1,20}$/);
    const noise = fc.stringMatching(/^[ a-z\n"',.{}()-]{0,20}$/).filter((text) => !/id|no|number/.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, id, id), { maxLength: 8 }), (parts) => {
        const text = parts.map(([before, app, item]) => `${before} /apps/${app}/${item}/cancel`).join('\n');
        const keys = parts.map(([, app, item]) => `${app}/${item}`);
        const found = findIds(text).pairs.map((one) => `${one.applicationId}/${one.deploymentId}`);
        expect(found).toEqual([...new Set(keys)]);
      }),
    );
  });

  it('any text without failing, quickly, and with digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const { applicationId, deploymentId } of findIds(text).pairs) {
          expect(applicationId).toMatch(/^\d{1,20}$/);
          expect(deploymentId).toMatch(/^\d{1,20}$/);
        }
      }),
    );
    const started = performance.now();
    findIds('application_id '.repeat(20_000));
    findIds('application id deployment id '.repeat(10_000) + '1 '.repeat(10_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('credentials', () => {
  it.each([
    ['Authorization: Basic b3BzOmtleQ==', /Authorization/],
    ['{"Authorization":"Bearer abcdefghij"}', /Authorization/],
    ['https://ops:key@fuse.plumvoice.com/api/apps/1/2', /address/],
    ['curl_setopt($ch, CURLOPT_USERPWD, "a:b");', /CURLOPT_USERPWD/],
    ["curl -u 'ops@example.com:key' https://x", /-u/],
    ['curl --user ops:key https://x', /-u/],
    ['Developer Key 123abc', /developer key/],
    ['password = "hush"', /password/],
  ])('%s', (text, kind) => {
    const { secrets } = findIds(text);
    expect(secrets.join()).toMatch(kind);
    expect(secrets.join()).not.toMatch(/b3Bz|hush|123abc|ops/);
  });

  it('are not seen where there are none', () => {
    expect(findIds('curl -X DELETE https://fuse.plumvoice.com/api/apps/1/2/cancel').secrets).toEqual([]);
  });
});
