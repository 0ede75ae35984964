import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPastedText } from '@/lib/pasted-text';
import { findIds } from './find-ids';

const host = 'https://fuse.plumvoice.com/api';

const lines = (...all: string[]) => all.join('\n');

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
      ['NOTE=x\n\nAPP_ID=1\nDEPLOYMENT_ID=2\n\n', 8000],
    ] as const)
      findIds(piece.repeat(times));
    for (const [before, piece] of [
      ['a', ' '],
      ['app', '\t'],
      ['app 1, deployment 2', "'"],
      ['| Application ID', ' '],
    ] as const)
      findIds(`${before}${piece.repeat(200_000)}!`);
    const members = Array.from(
      { length: 8000 },
      (_, at) => `"k${at}":1,"d${at}":{"app_id":1,"deployment_id":${at}}`,
    );
    findIds(`{${members.join(',')}}`);
  });
});
