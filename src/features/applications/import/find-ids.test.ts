import { describe, expect, it } from 'vitest';
import { findIds } from './find-ids';

const host = 'https://fuse.plumvoice.com/api';

/** The pairs of a text as `application/deployment`. */
function found(text: string, html?: string): string[] {
  return findIds(text, html).pairs.map((one) => `${one.applicationId}/${one.deploymentId}`);
}

describe('pairs are read from', () => {
  it.each<[string, string, string[]]>([
    // Addresses
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

    // Tables
    [
      'semicolons',
      'name;application_id;deployment_id\nSpring;101;2001\nAutumn 5;101;"2002"\n;;',
      ['101/2001', '101/2002'],
    ],
    ['semicolons that are named', 'sep=;\nApp ID;Deployment ID\n101;2001', ['101/2001']],
    ['tabs', 'App\tDeployment\tPending\n101\t2001\t1500', ['101/2001']],
    [
      'tabs with empty cells behind',
      'App ID\tDeployment ID\t\t\n101\t2001\t\t\n102\t2002',
      ['101/2001', '102/2002'],
    ],
    [
      'the console’s own CSV',
      '\uFEFFapplication_id,application_name,deployment_id,deployment_name,environment,tags,note\r\n101,"A, and B",2001,"He said ""5,6""",production,,"Deployment 7\r\n1,2,3"\r\n102,C,2002,D,staging,,\r\n',
      ['101/2001', '102/2002'],
    ],
    ['a heading of two lines', '"App\nID","Deployment\nID"\n101,2001', ['101/2001']],
    [
      'names that are written in every way',
      'ApplicationID,DEPLOYMENT_identifier\n101,2001\n\napp-id;deployment\n102;2002',
      ['101/2001', '102/2002'],
    ],
    [
      'the names beside their IDs',
      'Application,Application ID,Deployment,Deployment ID\nClinic 7,101,Spring 24,2001',
      ['101/2001'],
    ],
    [
      'the one column that is named exactly',
      'App ID,Old Deployment ID,Deployment ID\n20481,298113,310274',
      ['20481/310274'],
    ],
    [
      'cells that a spreadsheet keeps as text',
      'App ID,Deployment ID\n="20481",="0310274"\n"=""20481""",\'0310275',
      ['20481/0310274', '20481/0310275'],
    ],
    [
      'Markdown',
      '| App ID | Name | Deployment ID |\n|---|:-:|---|\n| 101 | A | `2001` |\n| 102 || **2002** |',
      ['101/2001', '102/2002'],
    ],
    ['Markdown without an outer frame', 'App ID | Deployment ID\n--- | ---\n101 | 2001', ['101/2001']],
    [
      'a database’s table',
      '+--------+---------------+\n| app_id | deployment_id |\n+--------+---------------+\n|    101 |          2001 |\n+--------+---------------+',
      ['101/2001'],
    ],
    [
      'psql',
      ' app_id | deployment_id \n--------+---------------\n    101 |          2001\n(1 row)',
      ['101/2001'],
    ],
    [
      'a table with box-drawing lines',
      '┌────────┬───────────────┐\n│ App ID │ Deployment ID │\n├────────┼───────────────┤\n│ 101    │ 2001          │\n│ 102    │ 2002          │\n└────────┴───────────────┘',
      ['101/2001', '102/2002'],
    ],
    [
      'a table with heavy and double lines',
      '┏━━━━━━━━┳━━━━━━━━━━━━━━━┓\n┃ App ID ┃ Deployment ID ┃\n┡━━━━━━━━╇━━━━━━━━━━━━━━━┩\n│ 101    │ 2001          │\n└────────┴───────────────┘\n\n╔════════╦═══════════════╗\n║ App ID ║ Deployment ID ║\n╠════════╬═══════════════╣\n║ 102    ║ 2002          ║\n╚════════╩═══════════════╝',
      ['101/2001', '102/2002'],
    ],
    ['a table that stands on its side', 'Application ID\t20481\nDeployment ID\t310274', ['20481/310274']],
    [
      'a table on its side with more rows',
      'Name\tSpring\nDeployment ID\t310274\nPending\t1500\nApp-Identifier\t20481',
      ['20481/310274'],
    ],
    [
      'aligned columns on their side',
      'Application ID   20481\nName             Spring 24\nDeployment ID    310274',
      ['20481/310274'],
    ],
    [
      'a Markdown table on its side',
      '| Field | Value |\n|---|---|\n| Application ID | `20481` |\n| Deployment ID | 310274 |',
      ['20481/310274'],
    ],
    [
      'a box-drawing table on its side',
      '┌────────────────┬────────┐\n│ Application ID │ 20481  │\n├────────────────┼────────┤\n│ Deployment ID  │ 310274 │\n└────────────────┴────────┘',
      ['20481/310274'],
    ],
    ['a wiki', '||App ID||Deployment ID||\n|101|2001|\n||102||2002||', ['101/2001', '102/2002']],
    ['another wiki', '{|\n! App ID !! Deployment ID\n|-\n| 101 || 2001\n|}', ['101/2001']],
    [
      'aligned columns',
      'APP ID   NAME        DEPLOYMENT ID   PENDING\n101      Spring 24   2001               1500\n102      Autumn      2002                 88',
      ['101/2001', '102/2002'],
    ],
    [
      'two tables',
      'App ID,Deployment ID\n101,2001\n\nfoo\nDeployment ID;App ID\n2002;102',
      ['101/2001', '102/2002'],
    ],
    [
      'a table in the middle of a mail',
      'Please stop these:\n\nApp ID\tDeployment ID\n101\t2001\n\nThank you 5',
      ['101/2001'],
    ],

    // Objects and records
    [
      'an object',
      '{"name":"Clinic app 7, deployment 9","applicationId":"101","deploymentId":2001}',
      ['101/2001'],
    ],
    [
      'objects, each with its own',
      '[{"deployment_id":310274,"application_id":null},{"deployment_id":310275,"application_id":20482}]',
      ['20482/310275'],
    ],
    [
      'one object a line',
      '{"app_id":"1","deployment_id":"2"}\n{"app_id":"3","deployment_id":"4"}',
      ['1/2', '3/4'],
    ],
    [
      'an object inside a log line',
      '2026-11-30T07:00:00Z INFO 5 {"app_id":"1","deployment_id":"2"} 88',
      ['1/2'],
    ],
    [
      'an answer with its headers',
      'HTTP/1.1 200 OK\nContent-Length: 40\n\n{"application_id": 12345678901234567,\n "deployment_id": 98765432109876543}',
      ['12345678901234567/98765432109876543'],
    ],
    [
      'a Postman collection',
      '{"request":{"url":{"raw":"{{base}}/apps/:application_id/:deployment_id/cancel","path":["apps",":application_id"],"variable":[{"key":"application_id","value":"101"},{"key":"deployment_id","value":"2001"}]}}}',
      ['101/2001'],
    ],
    [
      'a Postman environment without what is disabled',
      '{"name":"Production","values":[{"key":"application_id","value":"20481","enabled":true},{"key":"deployment_id","value":"298113","enabled":false},{"key":"deployment_id","value":"310274","enabled":true}]}',
      ['20481/310274'],
    ],
    [
      'JSON with comments',
      '{\n  // "deployment_id": 5,\n  "application_id": 101,\n  "deployment_id": 2001\n}',
      ['101/2001'],
    ],
    ['an object of a script', "const target = { applicationId: '101', deploymentId: 2001 };", ['101/2001']],
    [
      'a script’s variables',
      '$application_id = \'101\';\n$deployment_id = "2001";\n$ch = curl_init("$application_id/$deployment_id");',
      ['101/2001'],
    ],
    ['other variables', 'const appId = 99;\nconst deploymentId = "42"; // was 41', ['99/42']],
    [
      'a Bruno file',
      'delete {\n  url: {{base}}/api/apps/:application_id/:deployment_id/cancel\n}\nparams:path {\n  application_id: 101\n  deployment_id: 2001\n}',
      ['101/2001'],
    ],
    [
      'an .http file',
      '@appId = 20481\n# @deploymentId = 298113\n@deploymentId = 310274\n\n### cancel\nDELETE {{base}}/apps/{{appId}}/{{deploymentId}}/queue',
      ['20481/310274'],
    ],
    [
      'an .env file',
      '# Fuse\nFUSE_EMAIL=ops@example.com\nAPPLICATION_ID=101\n\n# deployment\nexport DEPLOYMENT_ID="2001" # Spring 24',
      ['101/2001'],
    ],
    [
      'blocks of an .env file, each with both',
      'APPLICATION_ID=101\nDEPLOYMENT_ID=2001\n\nAPPLICATION_ID=102\nDEPLOYMENT_ID=2002\nNAME=x\n# third\nexport DEPLOYMENT_ID=2003\nexport APPLICATION_ID=103',
      ['101/2001', '102/2002', '103/2003'],
    ],
    [
      'blocks of an .env file beside what holds for all',
      'FUSE_EMAIL=x\n\nAPP_ID=1\nDEPLOYMENT_ID=2\n\nAPP_ID=3\nDEPLOYMENT_ID=4\nENABLED=false',
      ['1/2'],
    ],
    [
      'YAML around a text of several lines',
      'application_id: 101\nnote: |\n  deployment_id: 7\n  more\ndeployment_id: 2001',
      ['101/2001'],
    ],
    ['an address in a text of several lines in YAML', 'run: |\n  curl -X DELETE /apps/1/2/cancel\n', ['1/2']],
    [
      'YAML',
      '# list\n- deployment_id: 310274\n  application_id: null\n- deployment_id: "310275"\n  application_id: 20482\n  settings:\n    retries: 3',
      ['20482/310275'],
    ],
    [
      'YAML around another mapping',
      'application_id: 101\nsettings:\n  retries: 3\ndeployment_id: 2001',
      ['101/2001'],
    ],
    ['YAML in one line', '- { application_id: 101, deployment_id: 2001 }', ['101/2001']],
    [
      'YAML of containers',
      'env:\n  - name: APPLICATION_ID\n    value: "101"\n  - name: DEPLOYMENT_ID\n    value: "2001"',
      ['101/2001'],
    ],
    ['a form in a mail', 'Application ID: 20481\nDeployment ID: 310274\nPending: 1500', ['20481/310274']],
    [
      'a form with bold labels and plain signs',
      '**Application ID**: 20481\n**Deployment ID**: 310274',
      ['20481/310274'],
    ],
    ['a form with bold labels', '**Application ID:** 20481\n**Deployment ID:** 310274', ['20481/310274']],
    [
      'forms, one after another',
      'App ID: 1\nDeployment ID: 2\n\nApp ID: 3\nDeployment ID: 4',
      ['1/2', '3/4'],
    ],
    ['an address’s parameters', 'application_id=20481&deployment_id=310274', ['20481/310274']],
    [
      'a log line',
      'ts=1764486000 level=info app_id=20481 deployment_id=310274 pending=1500',
      ['20481/310274'],
    ],
    ['options of a command', 'fuse cancel --application-id=20481 --deployment-id=310274', ['20481/310274']],
    ['keys in one line', 'App ID: 20481, Deployment ID: 310274', ['20481/310274']],
    ['a piece of JSON', '"application_id": "101",\n"deployment_id": "2001",', ['101/2001']],

    // Prose
    ['prose', 'Application 20481, deployment 310274', ['20481/310274']],
    ['prose in the other order', 'Please cancel deployment 310274 of application 20481.', ['20481/310274']],
    ['prose with signs', 'Application #101 / Deployment #2001', ['101/2001']],
    ['prose with “is”', 'The application ID is 101 and the deployment ID is "2001".', ['101/2001']],
    ['prose with brackets', 'Spring (application 101, deployment 2001) ran twice', ['101/2001']],
    [
      'a line, whatever is around it',
      'Deployment 298113 was fine.\nApplication 20481, deployment 310274\nApplication 20482 is untouched',
      ['20481/310274'],
    ],
    [
      'prose with other numbers',
      'On 30 Nov at 14:03 application 20481, deployment 310274 dialled 1,500 people',
      ['20481/310274'],
    ],
    ['prose that is quoted', '> Application 20481, deployment 310274', ['20481/310274']],
    ['curly quotes', 'Application ID “99”, deployment ID “42”', ['99/42']],
    ['arrows', 'Application-ID -> 99, Deployment-ID => 42', ['99/42']],
    ['bold numbers', 'Application **99**, deployment **42**', ['99/42']],
  ])('%s', (_, text, pairs) => {
    expect(found(text)).toEqual(pairs);
  });

  it('a web page’s table', () => {
    const html =
      '<meta charset=utf-8><table><tr><th>App<br>ID</th><th>Deployment ID</th><th>Pending</th></tr><tr><td rowspan="2">20481</td><td><b>310274</b></td><td>1500</td></tr><tr><td>310275</td><td>88</td></tr><tr><td>1</td><td>3<br>4</td></tr><tr><td>1</td><td>3<sup>4</sup></td><td>1</td></tr><tr><td colspan="2">7</td><td>8</td></tr><tr><td>1</td><td><s>2</s></td><td>1</td></tr></table>';
    expect(found('App ID Deployment ID', html)).toEqual(['20481/310274', '20481/310275']);
    expect(found(html)).toEqual(['20481/310274', '20481/310275']);
  });
});
