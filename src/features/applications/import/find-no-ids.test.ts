import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';

const host = 'https://fuse.plumvoice.com/api';

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
    [
      'another number under the same name',
      'App,Application ID,Deployment ID\n20481,99,310274\n\nApp ID;Deployment;Deployment-ID\n1;2;3\n\n{"app":20481,"application_id":99,"deployment_id":5}',
    ],
    [
      'a row that is quoted as a whole under a heading that is not, or the reverse',
      'App ID,Deployment ID\n"20481,310274"\n\n"App ID,Deployment ID"\n20481,310274\n\n"App ID,Deployment ID"\n"20481,310,274"',
    ],
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
    [
      'a remark behind a key',
      'app_id: 20481 # deployment_id: 310274\n\napp_id=20481 // deployment_id=310274\n\napp_id = 1 ; deployment_id = 2\n\nApplication 20481 # was deployment 310274',
    ],
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
    [
      'amounts that may be the rest of a number, or numbers that may be further IDs',
      'Application 7, deployment 310, 274 calls pending\nApplication 7, deployment 31027 4000 calls\nApplication 7, deployment 3, 10 calls\nApplication 7, deployment 310274, 310275 pending\nApplication 7, deployment 5, 1500 calls, 6',
    ],
    ['other deployments', 'Application 7, not deployment 5\nold deployment 5 of application 7'],
    ...[
      'Never cancel application 20481 deployment 310274',
      'Hello. Please do not cancel deployment 310274 of application 20481!',
      'Don’t touch application 20481, deployment 310274.',
      'All but these are stopped, except application 20481 deployment 310274',
      'Everything other than app 20481, deployment 310274',
      'Application 20481 without deployment 310274',
      'Application 20481, deployment 310274 must not be cancelled.',
      'Leave application 20481 deployment 310274 running',
      'Keep running: application 20481, deployment 310274',
      'Never cancel Application ID: 20481, Deployment ID: 310274',
    ].map((text): [string, string] => ['what is denied', text]),
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
    expect(foundPairs(text)).toEqual([]);
  });
});
