import { describe, expect, it } from 'vitest';
import { findIds } from './find-ids';

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
    ['curl -sume@x:hush https://x', /-u/],
    ['curl -sSL -u me:hush https://x', /-u/],
    ['curl -u"me:hush" https://x', /-u/],
    ['http DELETE https://x -a ops:hush', /HTTPie/],
    ['http --auth=ops:hush https://x', /HTTPie/],
    ['requests.delete(url, auth=("me", "hush"))', /auth/],
    ["requests.delete(url, auth=HTTPBasicAuth('me', 'hush'))", /auth/],
    ['https://x/api/apps/1/2/cancel?key=hush', /address/],
    ['https://x/api/apps/1/2?a=b&api_key=hush', /address/],
    ['X-Api-Token: hush', /token/],
    ['x-api-key: hush', /token/],
    ['"X-Auth": "hush"', /token/],
    ['FUSE_PASSWORD=hush', /password/],
    ["'password' => 'hush'", /password/],
    ['{"auth":{"basic":[{"key":"password",\n"value":"hush"}]}}', /password/],
    ['client_secret: hush', /password/],
    ['{"key":"Auth","value":"Basic b3BzOmtleQ=="}', /Authorization/],
    ['authorization: Basic b3BzOmtleQ==', /Authorization/],
    ['https://ops@example.com:hush@fuse.plumvoice.com/', /address/],
    ['me@x.com:hush1 https://fuse.plumvoice.com/api/apps/1/2', /user name and key/],
    ["Buffer.from('me@x.com:hush1')", /user name and key/],
    ['btoa("me:hush")', /user name and key/],
    ["request.basic_auth 'me', 'hush'", /user name and key/],
    ['req.basic_auth("me", "hush")', /user name and key/],
    ['new PasswordAuthentication("me", "hush".toCharArray())', /user name and key/],
    ['new NetworkCredential("me", "hush")', /user name and key/],
    ['key: 0123456789abcdef https://x/api/apps/1/2', /a key/],
    ['{"accessKey":"hush0123456789ABCDEF"}', /a key/],
    ['developer key is hush123', /developer key/],
    ['developer_key = hush', /developer key/],
    ['{"key":"developer_key","value":"hush"}', /developer key/],
    ["define('DEVELOPER_KEY', 'hush123');", /developer key/],
    ['https:\\/\\/ops:hush@fuse.plumvoice.com', /address/],
    ['machine fuse.plumvoice.com login ops password hush', /password/],
  ])('%s', (text, kind) => {
    const { secrets } = findIds(text);
    expect(secrets.join()).toMatch(kind);
    expect(secrets.join()).not.toMatch(/b3Bz|hush|123abc|ops/);
  });

  it('are not seen where there are none', () => {
    const innocent = [
      'curl -X DELETE https://fuse.plumvoice.com/api/apps/1/2/cancel',
      'curl -XPUT --url https://x:8080/a -o out:put',
      'application_id,deployment_id\n101,2001',
      'Basic authentication is used; bearer of news: call 101/2001',
      'app/key=value deployment 3',
      'As with a wrong developer key or an inactive account.',
      '{"note":"wrong developer key","name":"Spring"}',
      'Spring,"wrong developer key"\r\n20481001,Autumn',
      'git clone git@github.com:owner-of/it.git',
      'ssh me@example.com:2222',
      '{"key":"deployment_id","value":"10483920175566021"}',
      'primary key: 10483920175566021',
    ];
    for (const text of innocent) expect([text, findIds(text).secrets]).toEqual([text, []]);
  });
});
