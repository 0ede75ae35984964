import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPastedText } from '@/lib/pasted-text';
import { findIds } from './find-ids';

const host = 'https://fuse.plumvoice.com/api';

/** The pairs of a text as `application/deployment`. */
function found(text: string, html?: string): string[] {
  return findIds(text, html).pairs.map((one) => `${one.applicationId}/${one.deploymentId}`);
}

const lines = (...all: string[]) => all.join('\n');

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

describe('nothing is read from', () => {
  it.each<[string, string]>([
    // Addresses that are cut, wrapped, grouped or masked
    ...[
      '...',
      '…',
      '..',
      '=',
      '=\n274/queue',
      '-\n274',
      '\\\n274',
      '\n274/queue',
      '\n  274/queue',
      '\n\n274/queue',
      '\t274/queue',
      '\n> 274/queue',
      '\r\r\n274',
      '\u00AD\n274',
      ',274',
      '.274',
      '’274',
      "'274",
      ' 274',
      '\u00A0274',
      '\u202F274',
      '_274',
      '%20274',
      '%2C274',
      '&#160;274',
      'xxx',
      'XXX',
      ' xxx',
      '***',
      '{{x}}',
      '${x}',
      '<x>',
      ':x',
      '…/queue',
      '.../queue',
      '٣',
      '３',
      'a',
      '-5',
      '.0',
      '+1',
      'E+17',
      '~',
      '^',
      '%',
      '&',
      '=5',
      ', 274',
      '" 274',
      '|274',
      '</b>274',
      '</b><i>274</i>',
      '</b> <i>274</i>',
      '<wbr>274',
      '<b>274</b>',
      '<br>274',
      '<br>\n274',
      '<',
      '<!-- x -->274',
      '&quot;274',
      '&nbsp;274',
    ].flatMap((end): [string, string][] =>
      end === '" 274'
        ? []
        : [[`an address that goes on with ${JSON.stringify(end)}`, `Stop ${host}/apps/20481/310${end}`]],
    ),
    ['an address whose application is cut', `${host}/apps/…481/310274`],
    ['an address whose application is wrapped', `${host}/apps/204\n81/310274/queue`],
    ['an address whose application is grouped', `${host}/apps/20,481/310274/queue`],
    ['another word before it', '/webapps/1/2 /my-apps/3/4 myapps/5/6'],
    ['too long a number', `/apps/1/${'9'.repeat(21)} /apps/${'9'.repeat(21)}/1/x`],
    [
      'a commented address',
      '# DELETE https://x/apps/1/2/cancel\n// /apps/3/4/x\n<!-- /apps/5/6/x -->\n/* /apps/7/8/x */',
    ],
    [
      'a disabled address',
      '[{"url":"/apps/1/2/x","enabled":false},{"disabled":true,"in":{"url":"/apps/3/4/x"}}]',
    ],

    // Tables
    [
      'a table without the application',
      'Application 20481 (Reminders)\nPending\tDeployment ID\n1500\t310274\n88\t310275',
    ],
    ['pending calls beside an ID', 'Application 20481\nPending, Deployment ID\n1500,310274'],
    ['two columns of the same name', 'App ID,Deployment ID,Deployment ID\n1,2,3'],
    [
      'headings with another word',
      'Parent App ID,Deployment ID\n1,2\n\nApp ID,Deployment ID count\n3,4\n\nApp ID,Deployments\n5,6',
    ],
    [
      'numbers of spreadsheets',
      'App ID;Deployment ID\n20481;310,274\n20481;310274.0\n20481;3.10274E+17\n20481;3,1E+17\n20481;310 274\n20481;-5\n20481;#REF!\n1e3;5',
    ],
    ['a row with a number of two cells', 'App ID,Pending,Deployment ID\n20481,1,500,310274'],
    ['a row without its first cell', 'Name,App ID,Deployment ID,Pending\n20481,310274,1500'],
    ['a row that is wrapped', 'App ID,Deployment ID\n20481,310\n274'],
    ['a cell of two lines', 'App ID,Deployment ID\n20481,"310\n274"'],
    ['another table below', 'App ID,Deployment ID\n\nPending,Calls\n1500,88'],
    ['another heading below', 'App ID,Deployment ID\nQ3 pending,Calls\n1500,88'],
    [
      'aligned columns with a hole',
      'App ID    Deployment ID    Pending\n          310274           1500\n20481                      1500',
    ],
    ['columns that are not aligned', 'Name                    App ID  Deployment ID\n1  2  3'],
    ['names with digits', 'Name,Pending\n"App 7, deployment 9",1500\nApplication 7 deployment 9,3'],
    [
      'names with digits in a table of IDs',
      'Name,App ID,Deployment ID\n"Application 7, deployment 9",20481,n/a',
    ],
    ['a commented row', 'Name,App ID,Deployment ID\n# Spring,20481,298113'],
    ['numbers without a heading', '20481,310274\n20481/310274\n20481\t310274'],

    // Objects and records
    ['objects that share nothing', '[{"application_id":1},{"deployment_id":2}]'],
    ['one object inside another', '{"application":{"id":1},"deployment":{"id":2}}'],
    ['null', '{"application_id":null,"deployment_id":2,"app":{"application_id":5}}'],
    [
      'keys with another word',
      '{"parent_application_id":1,"deployment_id":2,"old_deployment_id":3,"application_id_hint":4}',
    ],
    [
      'values that are no whole numbers',
      '[{"app_id":1,"deployment_id":2.5},{"app_id":1,"deployment_id":-2},{"app_id":1,"deployment_id":"310..."},{"app_id":1,"deployment_id":3.1e17},{"app_id":1,"deployment_id":["2"]},{"app_id":1,"deployment_id":"3 4"}]',
    ],
    [
      'what is disabled',
      '[{"app_id":1,"deployment_id":2,"enabled":false},{"app_id":1,"deployment_id":3,"disabled":true},{"active":0,"x":{"app_id":1,"deployment_id":4}}]',
    ],
    ['disabled YAML', 'spring:\n  enabled: false\n\n  app_id: 1\n  deployment_id: 2'],
    ['two of the same key', '{"app_id":1,"deployment_id":2,"deploymentId":3}'],
    [
      'two variables that are both enabled',
      '{"values":[{"key":"app_id","value":"1"},{"key":"deployment_id","value":"2"},{"key":"deployment_id","value":"3"}]}',
    ],
    ['names in JSON', '{"name":"Clinic app 7, deployment 9","note":"application_id=7 deployment_id=9"}'],
    ['names in YAML', 'name: Application 7, deployment 9\nother: 5'],
    ['names in variables', 'NAME="App 7, deployment 9"\ntitle = Application 7 deployment 9'],
    ['objects of Python', "[{'deployment_id': 310274, 'application_id': None}, {'application_id': 20482}]"],
    [
      'objects of a script that are open',
      '{\n  deploymentId: 310274,\n  applicationId: null,\n},\n{\n  applicationId: 20482,\n}',
    ],
    ['list items', '- application_id: 1\n- deployment_id: 2'],
    ['two sections', '[spring]\napplication_id=1\n[autumn]\ndeployment_id=2'],
    ['two headings of Markdown', '## Spring\nApplication ID: 1\n## Autumn\nDeployment ID: 2'],
    ['two forms', 'Application ID: 1\nStatus: x\n\nDeployment ID: 2\nStatus: y'],
    ['a form that is wrapped', 'Application ID: 20481\nDeployment ID: 310\n274'],
    ['a form with a cut number', 'Application ID: 20481\nDeployment ID: 310...'],
    ['a form with numbers in two parts', 'Application ID: 20 481\nDeployment ID: 310 274'],
    ['commented lines', '#APPLICATION_ID=1\n; DEPLOYMENT_ID=2\nDEPLOYMENT_ID=3\n// appId = 4'],
    [
      'keys with another word in a line',
      'Old Deployment ID: 298113, App ID: 20481\nold_deployment_id=1 app_id=2\nParent Application ID: 1, Deployment ID: 2',
    ],
    ...['text: |', 'text: >-', '- text: |2+ # x', '- |', '"a b": !!str |', 'text: &a >'].map(
      (head): [string, string] => [
        `a text of several lines in YAML after ${head}`,
        `name: x\n${head}\n      application_id: 20481\n\n      deployment_id: 310274\n      app_id=1 deployment_id=2\n`,
      ],
    ),
    ...['"""', "'''", '`'].map((quote): [string, string] => [
      `a text of several lines between ${quote}`,
      `note = ${quote}\nAPPLICATION_ID = 20481\nDEPLOYMENT_ID = 310274\n${quote}\n`,
    ]),
    [
      'a block of an .env file that has one only',
      'APP_ID=1\nDEPLOYMENT_ID=2\n\nDEPLOYMENT_ID=3\n\nAPP_ID=4\nDEPLOYMENT_ID=5',
    ],
    ['two of each without a line between them', 'APP_ID=1\nDEPLOYMENT_ID=2\nAPP_ID=3\nDEPLOYMENT_ID=4'],
    [
      'blocks of an .env file that is off',
      'ENABLED=false\n\nAPP_ID=1\nDEPLOYMENT_ID=2\n\nAPP_ID=3\nDEPLOYMENT_ID=4',
    ],
    ['counts on their side', 'Application\t3\nDeployment\t12\n\n| Application | 3 |\n| Deployment | 12 |'],
    ['a table on its side with two columns', 'Application ID\t1\t3\nDeployment ID\t2\t4'],
    ['a table on its side that is cut', 'Application ID\t20481\nDeployment ID\t310…'],
    ['a table on its side that is wrapped', 'Application ID\t20481\nDeployment ID\t310\n274'],
    [
      'a box-drawing table on its side that is wrapped',
      '│ Application ID │ 20481 │\n│ Deployment ID  │ 310   │\n│                │ 274   │',
    ],
    [
      'a box-drawing table that is wrapped',
      '│ App ID │ Deployment ID │\n│ 20481  │ 310           │\n│        │ 274           │',
    ],
    ['a table on its side that is disabled', 'Application ID\t1\nDeployment ID\t2\nEnabled\tno'],
    ['two tables on their sides', 'Application ID\t1\n\nDeployment ID\t2'],
    ['environments of two kinds', 'PROD_APPLICATION_ID=1\nDEPLOYMENT_ID=2'],

    // Prose
    [
      'several in one line',
      'Application 1, deployments 2 and 3\nDeployment 5, application 101, deployment 2001',
    ],
    ['two lines', 'Application 20481\nDeployment 310274'],
    [
      'numbers that go on',
      'Application 20481, deployment 310 274 2026\napp 5 deployment 1,234\nApp 7, deployment 1, 2 and 3\nApplication 9, deployment 5 of 12',
    ],
    ['an address in JSON that is cut', `{"url":"${host}/apps/20481/310`],
    ['an address in quotes that are cut', `curl -X DELETE "${host}/apps/20481/310\nnext`],
    ['JSON that is cut', '{"application_id":"20481","deployment_id":"310'],
    ['JSON that is cut before its end', '{"application_id":20481,"deployment_id":310'],
    ['JSON of several lines that is cut', '{\n  "application_id": 20481,\n  "deployment_id": 310'],
    [
      'a line that says that it is off',
      'app_id=1 deployment_id=2 enabled=false\n"app_id": 1, "deployment_id": 2, "disabled": true',
    ],
    ['a question', 'Cancel application 20481? No, deployment 310274 belongs to 20482'],
    ['a note in YAML', 'note: |\n  application 7, deployment 9\n  more'],
    [
      'a sentence that is cut',
      'Application 20481, deployment 310...\nApp 1, deployment 310…\nApp 1, deployment 310***\nApp 1, deployment 310xxx',
    ],
    ['a sentence that is wrapped', 'Application 20481, deployment 310\n274'],
    [
      'amounts',
      'Application 7, deployment 2 calls\nDeployment 2 days ago of application 7\nApplication 99, deployments: 5',
    ],
    ['other deployments', 'Application 7, not deployment 5\nold deployment 5 of application 7'],
    [
      'words with the label in it',
      'Redeployment 5 of application 7\nwebapp 3 deployment 4\npre-deployment 3 of app 5',
    ],
    ['dates and shares', 'App/Deployment: 24/12/2024\nApp 1 of 2, deployment 2.5'],
    ['part of a UUID', 'application_id: 1234-abcd, deployment_id: 2001'],
    ['plain words', 'Call 2001 people about 101 things'],
    [
      'a web page’s text',
      '<p>Application 7, deployment 9</p><table><tr><td>App ID</td><td>Deployment ID</td></tr><tr><td>1</td><td>2,5</td></tr></table>',
    ],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('what is read', () => {
  it('is quoted with both numbers marked', () => {
    const quoted = (text: string) =>
      findIds(text).pairs.map(({ quote }) =>
        quote.map((part) => (part.isId ? `[${part.text}]` : part.text)).join(''),
      );
    expect(quoted(`curl ${host}/apps/20481/310274/queue?key=x`)).toEqual([
      'fuse.plumvoice.com/api/apps/[20481]/[310274]/queue',
    ]);
    expect(quoted('App ID\tName\tDeployment ID\n20481\tSpring 24\t310274')).toEqual([
      '[20481] | Spring 24 | [310274]',
    ]);
    expect(quoted('Stop it: deployment 310274 of application 20481!')).toEqual([
      'deployment [310274] of application [20481]',
    ]);
    expect(quoted('APP_ID=20481\nRETRIES=3\nDEPLOYMENT_ID=310274')).toEqual([
      'APP_ID=[20481] … DEPLOYMENT_ID=[310274]',
    ]);
  });

  it('is quoted without what may be a secret', () => {
    for (const text of [
      'APP_ID=20481\nPASSWORD=hush\nDEPLOYMENT_ID=310274',
      'App ID,password,Deployment ID\n20481,hush,310274',
      '{"app_id":20481,"password":"hush","deployment_id":310274}',
      'Application 20481, password: hush, deployment 310274',
      'https://ops:hush@fuse.plumvoice.com/api/apps/20481/310274?key=hush',
    ]) {
      const { pairs, secrets } = findIds(text);
      expect(secrets).not.toEqual([]);
      const quote = pairs.flatMap((one) => one.quote.map((part) => part.text)).join('');
      expect(quote).toMatch(/20481.*310274/);
      expect(quote).not.toContain('hush');
    }
  });

  it('is told from what is left alone', () => {
    const { pairs, skipped } = findIds(
      lines(
        `${host}/apps/20481/310274/queue`,
        `${host}/apps/20481/310...`,
        '# /apps/20482/310275/queue 298113',
        'App ID,Deployment ID',
        '20483,3.1E+17',
        '',
        'On 2026-11-30 at 12:30:00 there were 88 calls, ticket 4711.',
      ),
    );
    expect(pairs).toHaveLength(1);
    expect(skipped).toEqual({ incomplete: 3, disabled: 1, unpaired: 2 });
  });

  it('stands in the text as a whole, whatever is done to the text', () => {
    const id = fc.stringMatching(/^\d{1,20}$/);
    const form = fc.constantFrom<(app: string, deployment: string) => string>(
      (app, deployment) => `${host}/apps/${app}/${deployment}/queue\n`,
      (app, deployment) => `${host}/apps/${app}/${deployment}`,
      (app, deployment) => `App ID;Name;Deployment ID\n${app};Spring 24;${deployment}\n`,
      (app, deployment) => `| App ID | Deployment ID |\n|---|---|\n| ${app} | ${deployment} |\n`,
      (app, deployment) => `App ID    Deployment ID\n${app}    ${deployment}\n`,
      (app, deployment) => JSON.stringify([{ app_id: app, deployment_id: deployment, name: 'App 7' }]),
      (app, deployment) => `{"application":${app},"deployment":${deployment}}`,
      (app, deployment) => `- app_id: ${app}\n  deployment_id: ${deployment}\n`,
      (app, deployment) => `APP_ID=${app}\nDEPLOYMENT_ID='${deployment}'\n`,
      (app, deployment) => `app_id=${app}&deployment_id=${deployment} `,
      (app, deployment) => `Application ${app}, deployment ${deployment}\n`,
    );
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat(3),
      put: fc.constantFrom(
        '',
        '\n',
        '...',
        '…',
        ',',
        '.',
        ' ',
        '\u00A0',
        '\u200B',
        "'",
        '"',
        '=\n',
        '-\n',
        'x',
        '*',
        '{{x}}',
        '%20',
        '\t',
        '|',
        ';',
        '# ',
        '}',
        '0',
        'E+17',
        '\r\n> ',
        '\\',
        '_',
      ),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(form, id, id), { minLength: 1, maxLength: 4 }),
        fc.array(damage, { maxLength: 4 }),
        (parts, damages) => {
          let text = parts.map(([write, app, deployment]) => write(app, deployment)).join('');
          for (const { at, remove, put } of damages) {
            const place = at % (text.length + 1);
            text = text.slice(0, place) + put + text.slice(place + remove);
          }
          const clean = cleanPastedText(text);
          for (const { applicationId, deploymentId } of findIds(text).pairs)
            for (const one of [applicationId, deploymentId])
              expect(clean).toMatch(
                new RegExp(
                  String.raw`(?<![\p{L}\p{N}_.]|\d[,'’\u00A0])${one}(?![\p{L}\p{N}_%*]|[.,'’\u00A0]\d|\.\.|…|\{|[=-]\n)`,
                  'u',
                ),
              );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never fails, and every text comes to an end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const { applicationId, deploymentId } of findIds(text).pairs)
          expect(`${applicationId} ${deploymentId}`).toMatch(/^\d{1,20} \d{1,20}$/);
      }),
    );
    // Each of these takes minutes where a reader goes over the rest of the text again and again.
    for (const [piece, times] of [
      ['application_id ', 5000],
      ['application id deployment id 1 ', 2000],
      ['[{"a":', 5000],
      ['{"name": application_id', 5000],
      ['App ID,Deployment ID\n"', 5000],
      ['App ID;Deployment ID\n20481;1,5\n', 5000],
      ['/apps/1/2/x\n', 5000],
      ['/* ', 5000],
      ['- app_id: 1\n  deployment_id: 2\n', 2000],
      [' - - - - a: 1', 5000],
      ['-', 5000],
      ['://:', 5000],
      ['password', 5000],
      ['me@x.com', 5000],
      ['developer key a', 5000],
    ] as const)
      findIds(piece.repeat(times));
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
