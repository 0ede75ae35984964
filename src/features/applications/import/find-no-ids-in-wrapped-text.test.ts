import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';
import { findIds } from './find-ids';

const apps = 'https://fuse.plumvoice.com/api/apps';

describe('an ID that may go on in the next line is counted as cut', () => {
  it.each<[string, string]>([
    ...[
      '│',
      '║',
      '┃',
      '▌',
      '|',
      '*',
      ' *',
      '-',
      '+',
      '>|',
      '•',
      'Bob>',
      '<bob>',
      'web_1  |',
      '12:01',
    ].flatMap((sign): [string, string][] => [
      [`an address behind ${sign}`, `${sign} ${apps}/20481/310\n${sign} 274/queue`],
      [
        `an address in the middle of a line behind ${sign}`,
        `${sign} See ${apps}/20481/310\n${sign} 274/queue`,
      ],
    ]),
    ...['*', ' *', '-', '+', '•', '12:01', '>'].map((sign): [string, string] => [
      `prose behind ${sign}`,
      `${sign} Application 20481, deployment 310\n${sign} 274`,
    ]),
    ...['│', '║', '┃', '|'].map((sign): [string, string] => [
      `an address in a frame of ${sign}`,
      `${sign} ${apps}/20481/310 ${sign}\n${sign} 274/queue   ${sign}`,
    ]),
    ['an address before a frame', `${apps}/20481/310 |\n274/queue |`],
    ['an address in the second column', `│ Spring │ ${apps}/20481/310 │ on │\n│ 2026   │ 274/queue │    │`],
    [
      'an address in the second column beside words',
      `| Spring | ${apps}/20481/310 |\n| long   | 274/queue |`,
    ],
    ['an address beside a column', `│ ${apps}/20481/310 │ active │\n│ 274/queue │        │`],
    ['an address with lines of the frame between', `| ${apps}/20481/310 |\n|-----|\n\n| 274 |`],
    ['an address in a remark', `x # ${apps}/20481/310\n# 274/queue`],
    ['an address before what looks like a remark', `x ${apps}/20481/310\n// 274/queue`],
    ['an address before a block of remarks', `x ${apps}/20481/310\n/* 274/queue */`],
    ['an address before a commented row', `DELETE ${apps}/20481/310\n; 274`],
    ['quotes that go on in the next line', `"${apps}/20481/310" \\\n"274/queue"`],
    ['quotes that are joined', `"${apps}/20481/310" + "274/queue"`],
    ['quotes that are joined by a dot', `'${apps}/20481/310' . '274/queue'`],
    ['quotes that follow each other', `"${apps}/20481/310" "274/queue"`],
    ['quotes that are joined in the next line', `"${apps}/20481/310" +\n  "274/queue"`],
    ['quotes that are joined with a variable', `"${apps}/20481/310" + rest`],
    ['a bracket at the end of the line', `(${apps}/20481/310)\n274/queue`],
    ['prose before a remark', 'Application 20481, deployment 310\n# 274'],
    ['prose with a bracket', 'Spring (application 20481, deployment 310)\n(274)'],
    ['an entry of a list that is no address', `2. ${apps}/20481/310\n274. Then the next`],
    ['keys in a frame', '│ app_id=20481 deployment_id=310 │\n│ 274                            │'],
    ['an .env file before a remark', 'APP_ID=20481\nDEPLOYMENT_ID=310\n# 274'],
    ['a form that is quoted', '> App ID: 20481\n> Deployment ID: 310\n> 274'],
    ['a list of keys', '* App ID: 20481\n* Deployment ID: 310\n* 274'],
  ])('%s', (_, text) => {
    const { pairs, skipped } = findIds(text);
    expect(pairs).toEqual([]);
    expect(skipped.incomplete).toBeGreaterThan(0);
  });

  it.each<[string, string, string[]]>([
    ['numbered addresses', `9. ${apps}/1/2\n10. ${apps}/3/4\n11. ${apps}/5/6`, ['1/2', '3/4', '5/6']],
    ['addresses with numbers in brackets', `[1] ${apps}/1/2\n[2] ${apps}/3/4`, ['1/2', '3/4']],
    ['addresses of log lines', `12:01:07 GET ${apps}/1/2\n12:01:09 GET ${apps}/3/4`, ['1/2', '3/4']],
    ['numbered pairs', '1. App 10, deployment 20\n2. App 11, deployment 21', ['10/20', '11/21']],
    ['labelled addresses', `Deployment 1: ${apps}/1/2\nDeployment 2: ${apps}/1/3`, ['1/2', '1/3']],
    ['addresses in rows', `| 1 | ${apps}/1/2 |\n| 2 | ${apps}/3/4 |`, ['1/2', '3/4']],
    ['rows with a count', `| ${apps}/1/2 | 88 |\n| ${apps}/3/4 | 5 |`, ['1/2', '3/4']],
    [
      'addresses of one application',
      `${apps}/20481/310274\n${apps}/20481/310275`,
      ['20481/310274', '20481/310275'],
    ],
    [
      'whole addresses of another application',
      `x ${apps}/1/2/queue\n5 more\n# ${apps}/3/4/\n5 more`,
      ['1/2'],
    ],
    ['quotes in a row', `"${apps}/1/2","1500"\n"${apps}/3/4" + "/queue"`, ['1/2', '3/4']],
    [
      'a table on its side',
      '| App ID | 20481 |\n| Deployment ID | 310274 |\n| Pending | 1500 |',
      ['20481/310274'],
    ],
    [
      'a form above a text',
      'App ID: 20481\nDeployment ID: 310274\n\n1500 calls are pending',
      ['20481/310274'],
    ],
    ['rows of a table', 'App ID,Deployment ID\n1,2\n3,4\n# 5,6\n\n7', ['1/2', '3/4']],
  ])('but not %s', (_, text, pairs) => {
    expect(foundPairs(text)).toEqual(pairs);
  });

  it('wherever it is wrapped, and whatever frame stands around its lines', () => {
    const id = fc.stringMatching(/^[1-9]\d{5}$/);
    const piece = fc.constantFrom(
      '',
      ' ',
      '  ',
      '\t',
      '|',
      '│',
      '║',
      '*',
      '-',
      '+',
      '>',
      '•',
      '▌',
      '"',
      "'",
      '~',
      '!',
    );
    const frame = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(id, id, fc.nat(4), frame, frame, (application, deployment, at, before, behind) => {
        const [head, rest] = [deployment.slice(0, at + 1), deployment.slice(at + 1)];
        for (const [opening, between, closing] of [
          [`${apps}/`, '/', '/queue'],
          ['Application ', ', deployment ', ''],
          ['app_id=', ' deployment_id=', ''],
        ] as const) {
          const text = `${before}${opening}${application}${between}${head}${behind}\n${before}${rest}${closing}${behind}`;
          expect(foundPairs(text)).toEqual([]);
        }
      }),
    );
  });
});
