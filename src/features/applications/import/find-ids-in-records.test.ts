import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';

describe('pairs are read from objects and records', () => {
  it.each<[string, string, string[]]>([
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
  ])('%s', (_, text, pairs) => {
    expect(foundPairs(text)).toEqual(pairs);
  });
});
