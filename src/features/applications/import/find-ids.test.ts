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
    [
      'an OpenAPI file whose schemas have other numbers',
      'parameters:\n  - name: application_id\n    in: path\n    schema:\n      type: integer\n      format: int64\n      maximum: 99\n    example: 101\n  - in: path\n    name: deployment_id\n    schema: { type: string, maxLength: 20 }\n    example: "2001"\n  - name: page\n    example: 5',
      [pair('101', '2001')],
    ],
    [
      'an OpenAPI file with its schemas by name',
      'properties:\n  application_id:\n    type: integer\n    format: int64\n    example: 101\n  pages:\n    example: 7\n  deployment_id:\n    format: int64\n    default: 2001',
      [pair('101', '2001')],
    ],
    [
      'an OpenAPI file in JSON',
      `{"paths":{"/apps/{application_id}/{deployment_id}/cancel":{"parameters":[{"name":"application_id","in":"path","schema":{"type":"string","maxLength":20,"example":"101"}}],"delete":{"parameters":[{"name":"page","example":3},{"name":"deployment_id","schema":{"maxLength":20},"examples":{"one":{"value":"2001"}}}]}}}}`,
      [pair('101', '2001')],
    ],
    [
      'a Postman variable with a description',
      `{"variable":[{"key":"application_id","description":"the app (1 of 2)","value":"101"},{"key":"deployment_id","description":"12 digits","value":"2001"}]}`,
      [pair('101', '2001')],
    ],
    [
      'a piece of a Postman file',
      `{"key":"application_id","description":"1 of 2","value":"101"},\n{"key":"deployment_id","description":"1 of 3","value":"2001"},`,
      [pair('101', '2001')],
    ],
    [
      'a script inside a Postman file',
      `{"event":[{"script":{"exec":["pm.variables.set('application_id', '101');","pm.variables.set('deployment_id', 2001);"]}}]}`,
      [pair('101', '2001')],
    ],
    [
      'JSON with numbers that JavaScript cannot hold',
      '{"applicationId": 12345678901234567, "deploymentId": 98765432109876543}',
      [pair('12345678901234567', '98765432109876543')],
    ],
    [
      'JSON, each with its own',
      '{"items":[{"deploymentId":5},{"applicationId":1,"deployments":[{"deploymentId":2},{"deploymentId":3}]},{"applicationId":7}]}',
      [pair('1', '2'), pair('1', '3')],
    ],
    ['JSON with lists', '{"application_id":1,"deployment_ids":["2",3]}', [pair('1', '2'), pair('1', '3')]],
    [
      'the console’s own CSV',
      '\uFEFFapplication_id,application_name,deployment_id,deployment_name,environment,tags,note\r\n101,"A, and B",2001,"He said ""5,6""",production,,"Deployment 7\r\n1,2,3"\r\n102,C,2002,D,staging,,\r\n',
      [pair('101', '2001'), pair('102', '2002')],
    ],
    [
      'a table in Markdown',
      '| App ID | Name | Deployment ID |\n|---|---|---|\n| 101 | A | 2001 |',
      [pair('101', '2001')],
    ],
    ['words with numbers', 'App 101, deployment 2001', [pair('101', '2001')]],
    ['words with signs', 'Application #101 / Deployment #2001', [pair('101', '2001')]],
    ['words with “is”', 'The application ID is 101 and the deployment ID is "2001".', [pair('101', '2001')]],
    ['bare variables', "$app='101'; $deployment='2001';", [pair('101', '2001')]],
    ['XML', '<applicationId>101</applicationId><deploymentId>2001</deploymentId>', [pair('101', '2001')]],
    [
      'a page',
      '<dl><dt class="x1">Application ID</dt><dd>101</dd><dt>Deployment ID</dt> <dd>2001</dd></dl>',
      [pair('101', '2001')],
    ],
    [
      'a form',
      '<input name="application_id" maxlength="20" value="101"><input name="x" value="3"><input name="deployment_id" value="2001">',
      [pair('101', '2001')],
    ],
    [
      'lines of their own',
      'Application 101, deployment 2001\nand also deployment 2002',
      [pair('101', '2001'), pair('101', '2002')],
    ],
    [
      'a line, whatever is on the one before',
      'Deployment 5 was fine.\nApplication 101, deployment 2001',
      [pair('101', '2001')],
    ],
    [
      'a list with bullets',
      '- 101/2001\n* 101/2002\n3. 102/2003',
      [pair('101', '2001'), pair('101', '2002'), pair('102', '2003')],
    ],
    [
      'a list with names',
      'Spring 24: 101/2001\n- Autumn (101/2002)\n102/2003 Winter',
      [pair('101', '2001'), pair('101', '2002'), pair('102', '2003')],
    ],
    ['nothing in months of years', '2024/12\n2025/01', []],
    ['nothing in years of months', '12/2024\n- 1/2025', []],
    ['nothing in days', '24/12\nHoliday 31/12', []],
    ['nothing in dates', '2024/12/24\n101/2001/3', []],
    [
      'nothing in a key beside another’s number',
      '{"application_id":{"maxLength":20},"deployment_id":"2001"}',
      [],
    ],
    [
      'nothing in a label without its own number',
      'application_id:\n  format: int64\ndeployment_id: 2001',
      [],
    ],
    ['nothing in words that stand between', 'Application ID (12 digits), deployment ID: 2001', []],
    ['nothing in shares and versions', 'App 1 of 2, deployment 2.5', []],
    ['nothing in part of a UUID', 'application_id: 1234-abcd, deployment_id: 2001', []],
    ['nothing where it is open which belongs to which', 'Deployment 5, application 101, deployment 2001', []],
    [
      'nothing where a file leaves it open',
      '{"applications":[{"applicationId":1},{"applicationId":9}],"deployments":[{"deploymentId":2}]}',
      [],
    ],
    ['nothing where a number may be one or two', 'application 501, deployment 1,234,567', []],
    ['nothing where a number is written in two parts', 'Application ID: 20 481\nDeployment ID: 310 274', []],
    ['nothing where its end may be another number', 'Application 20481, deployment 310 274 2026', []],
    [
      'a list without spaces',
      'application_id=20481&deployment_ids=101,102',
      [pair('20481', '101'), pair('20481', '102')],
    ],
    [
      'a list in brackets',
      'application_id: 123, deployment_ids: [101,102]',
      [pair('123', '101'), pair('123', '102')],
    ],
    [
      'nothing where a number is grouped',
      "Deployment ID: 1 234 567, Application ID: 5\napp 5 deployment 1'234",
      [],
    ],
    [
      'a number before a list of words',
      'Application 501, deployments 101, 202',
      [pair('501', '101'), pair('501', '202')],
    ],
    [
      'JSON whose names sound like IDs',
      '{"applications":[{"applicationId":"601","name":"Clinic app 7","deployments":[{"deploymentId":"2","name":"Deployment 9"},{"deploymentId":"3","name":"deployment 9 of application 8"}]}]}',
      [pair('601', '2'), pair('601', '3')],
    ],
    ['nothing where a list has words in it', '101/2001\n5 of 12 done\n', []],
    ['nothing where there is only one', 'deployment_id: 2001', []],
    ['nothing where a number is too long', `/apps/1/${'9'.repeat(21)}`, []],
    [
      'several IDs after one label',
      'App ID 99 / Deployment IDs: 42, 43 and 44',
      [pair('99', '42'), pair('99', '43'), pair('99', '44')],
    ],
    [
      'plural labels of both',
      'Application IDs: 99; Deployment IDs: 42, 43',
      [pair('99', '42'), pair('99', '43')],
    ],
    [
      'lists, each with its own',
      'Application 1, deployments 2 and 3. Application 4, deployment 5.',
      [pair('1', '2'), pair('1', '3'), pair('4', '5')],
    ],
    [
      'a list after a colon',
      'application 99: deployments 42, 43, 44',
      [pair('99', '42'), pair('99', '43'), pair('99', '44')],
    ],
    [
      'a list that words go on about',
      'Application 99: deployments 42, 43 & 44 are running',
      [pair('99', '42'), pair('99', '43'), pair('99', '44')],
    ],
    [
      'a list before its application',
      'Deployments 42 and 43 of the application 99 failed',
      [pair('99', '42'), pair('99', '43')],
    ],
    [
      'a list on a line of its own',
      'Application ID: 99\nDeployment ID: 42, 43, 44',
      [pair('99', '42'), pair('99', '43'), pair('99', '44')],
    ],
    [
      'a list in code',
      'const appId = 99; const deploymentIds = ["42", "43"];',
      [pair('99', '42'), pair('99', '43')],
    ],
    [
      'what the console says',
      'Deployment 42 of application 99 is not in the saved list.',
      [pair('99', '42')],
    ],
    [
      'what the console says in JSON',
      '{"detail":"Deployment 42 of application 99 is not in the saved list."}',
      [pair('99', '42')],
    ],
    ['“of”, whatever stands before', 'Application 5: deployment 42 of application 99', [pair('99', '42')]],
    ['labels with a hyphen', 'Application ID - 99, Deployment ID - 42', [pair('99', '42')]],
    ['labels with a dash', 'Application ID – 99, Deployment ID – 42', [pair('99', '42')]],
    ['curly quotes', 'Application ID “99”, deployment ID “42”', [pair('99', '42')]],
    ['arrows', 'Application-ID -> 99, Deployment-ID -> 42', [pair('99', '42')]],
    ['double arrows', 'Application-ID => 99, Deployment-ID => 42', [pair('99', '42')]],
    ['labels with a remark', 'Application ID (numeric): 99; Deployment ID (numeric): 42', [pair('99', '42')]],
    ['identifiers', 'application identifier: 99, deployment identifier: 42', [pair('99', '42')]],
    ['a label of both', 'App/Deployment: 99/42', [pair('99', '42')]],
    [
      'nested JSON',
      '{"application":{"id":"99","deployments":[{"id":"42"},{"id":"43"}]}}',
      [pair('99', '42'), pair('99', '43')],
    ],
    [
      'nested JSON of several',
      '{"applications":[{"id":1,"deployments":[{"id":2}]},{"id":3,"deployments":[4,"5"]}]}',
      [pair('1', '2'), pair('3', '4'), pair('3', '5')],
    ],
    ['the console’s own address', '/api/applications/55/deployments/66', [pair('55', '66')]],
    ['doubled slashes', 'apps//7//8', [pair('7', '8')]],
    ['no code after the ID', 'Application ID: 99, Deployment ID: 42, 202', [pair('99', '42')]],
    [
      'no guess at what comes after “of”',
      'Application 7\nDeployment 42 of application 99\nDeployment 43',
      [pair('99', '42')],
    ],
    ['nothing in shares of several', 'Application 1, deployments 2 of 3 done', []],
    ['nothing in a share', 'Deployment 5 of 12 done', []],
    ['nothing in counts', 'Application 99, deployments: 5', []],
    ['nothing in counts in JSON', '{"application":{"id":99,"deployments":5}}', []],
    [
      'nothing where a list ends with another count',
      'Application 99: deployments 42, 43; 5 calls were cancelled',
      [],
    ],
    ['nothing where a list ends with a share', 'Application 99: deployments 42, 43, 5 of 12 done', []],
    ['nothing in a range', 'Application 99, deployment IDs: 42 - 44', []],
    ['nothing of several applications', 'Application 9\nApplications 1 and 2, deployments 3 and 4', []],
    ['nothing of two applications', 'Application 1 and 2, deployment 3', []],
    ['nothing of several applications in JSON', '{"application_ids":["1","2"],"deployment_id":"3"}', []],
    ['nothing of another’s ID in JSON', '{"application":{"owner":{"id":5},"deployments":[{"id":2}]}}', []],
    ['nothing in a remark on both', 'Application (and deployment) 5 calls', []],
    ['nothing in a date after a label of both', 'App/Deployment: 24/12/2024', []],
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

  it('any text without failing, and with digits only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const { applicationId, deploymentId } of findIds(text).pairs) {
          expect(applicationId).toMatch(/^\d{1,20}$/);
          expect(deploymentId).toMatch(/^\d{1,20}$/);
        }
      }),
    );
  });

  it('long texts of every kind quickly', () => {
    const started = performance.now();
    findIds('application_id '.repeat(20_000));
    findIds('application id deployment id '.repeat(10_000) + '1 '.repeat(10_000));
    findIds('app =>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>=>x'.repeat(2000));
    findIds('{"name": application_id'.repeat(5000));
    findIds('[{"a":'.repeat(5000) + '1' + '}]'.repeat(5000));
    findIds('application_id,deployment_id\n' + '"a,'.repeat(50_000) + '""'.repeat(50_000));
    for (const sign of ['://:', 'x-', 'password ', 'password', ' -u a', '?a-', 'auth=a'])
      findIds(sign.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('long lists and credentials quickly', () => {
    const started = performance.now();
    for (const sign of [
      'application (is)(id)(no)',
      'deployments 1, 2 and ',
      'Deployment ID: 1,\n',
      'deployment 1 of the application 2 ',
      'me@x.com',
      'a.b@c-',
      'developer key a',
      'key: aaaa',
      'basic_auth "',
    ])
      findIds(sign.repeat(5000));
    findIds(`deployments ${'1, '.repeat(100_000)}1`);
    findIds(`app ${'(id)'.repeat(50_000)}`);
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
