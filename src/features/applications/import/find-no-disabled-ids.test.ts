import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';
import { findIds } from './find-ids';

const address = 'https://fuse.plumvoice.com/api/apps/20481/298113/cancel';

/** A table of one deployment that does not count and one that does, as rich text and as plain text. */
const table = (style: string, row: string) =>
  `${style}<table><tr><td>App ID</td><td>Deployment ID</td><td>Pending</td></tr>${row}<tr><td>20482</td><td>310274</td><td>298113</td></tr></table>`;
const twin = 'App ID\tDeployment ID\tPending\n20482\t298113\t5\n20482\t310274\t298113';

describe('what is struck out, hidden or disabled is not read', () => {
  it.each<[string, string]>([
    ['struck cells', table('', '<tr><td><s>20482</s></td><td><s>298113</s></td><td>5</td></tr>')],
    [
      'a style of a cell',
      table(
        '',
        '<tr><td style="text-decoration: line-through">20482</td><td style="TEXT-DECORATION-LINE:LINE-THROUGH">298113</td></tr>',
      ),
    ],
    [
      'a style of a row',
      table('', '<tr style="text-decoration:line-through"><td>20482</td><td>298113</td></tr>'),
    ],
    [
      'a class of Excel’s',
      table(
        '<style>\n<!--table\n\t{mso-x:"\\.";}\n@page {margin:1in;}\n.xl65, .xl66\n\t{color:red;\n\ttext-decoration:line-through;}\n-->\n</style>',
        '<tr><td class=xl66>20482</td><td class=xl66>298113</td><td>5</td></tr>',
      ),
    ],
    ['a hidden row', table('', '<tr hidden><td>20482</td><td>298113</td><td>5</td></tr>')],
    ['a row without a display', table('', '<tr style="display: none"><td>20482</td><td>298113</td></tr>')],
    [
      'a row without visibility',
      table('', "<tr height=0 style='visibility:collapse'><td>20482</td><td>298113</td></tr>"),
    ],
    ['one struck cell', table('', '<tr><td>20482</td><td><del>298113</del></td><td>5</td></tr>')],
  ])('in a table: %s', (_, html) => {
    for (const text of [twin, html, ''])
      expect(foundPairs(text, text === html ? '' : html)).toEqual(['20482/310274']);
  });

  it('in a table that is struck out as a whole', () => {
    const html = `<del>${table('', '')}</del>`;
    expect(findIds('App ID\tDeployment ID\n20482\t310274', html)).toMatchObject({
      pairs: [],
      skipped: { disabled: 2 },
    });
    expect(foundPairs(html)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['an address', address, `<p><s>${address}</s></p>`],
    [
      'a number of a sentence',
      'Application 20481, deployment 298113',
      'Application 20481, deployment <del>298113</del>',
    ],
  ])('in rich text without a table: %s', (_, text, html) => {
    expect(foundPairs(text)).toEqual(['20481/298113']);
    expect(foundPairs(text, html)).toEqual([]);
    expect(findIds(text, html).skipped.disabled).toBeGreaterThan(0);
  });

  it.each([
    `~~${address}~~`,
    `- ~~Stop ${address} now~~ done`,
    `<s>${address}</s>`,
    `<li><del class="x">${address}</del></li>`,
    '~~Application 20481, deployment 298113~~',
    '| App ID | Deployment ID |\n|---|---|\n| ~~20481~~ | ~~298113~~ |',
    ...['deleted', 'archived', 'removed', 'disabled', 'isDeleted', 'is_archived'].flatMap((key) => [
      `{"application_id":20481,"deployment_id":298113,"${key}":true}`,
      `{"${key}":true,"items":[{"application_id":20481,"deployment_id":298113}]}`,
      `[{"url":"${address}","${key}":"yes"}]`,
      `application_id: 20481\ndeployment_id: 298113\n${key}: true`,
      `app_id=20481 deployment_id=298113 ${key}=true`,
    ]),
    '{"application_id":20481,"deployment_id":298113,"deleted_at":"2026-11-30T07:00:00Z"}',
    '{"application_id":20481,"deployment_id":298113,"status":"archived"}',
  ])('in text: %s', (text) => {
    expect(foundPairs(text)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['Enabled', 'no', 'yes'],
    ['Disabled', 'TRUE', 'FALSE'],
    ['is_deleted', 't', 'f'],
    ['Deleted at', '2026-11-30', '-'],
    ['Active', '\u2717', '\u2713'],
    ['Enabled', '\u2610', '\u2611'],
    ['Status', 'Archived', 'Running'],
  ])('in a row of a table whose column %s says %s', (name, off, on) => {
    const head = ['App ID', 'Deployment ID', name];
    const rows = [
      ['20481', '298113', off],
      ['20482', '310274', on],
    ];
    const withSign = (sign: string) => [head, ...rows].map((cells) => cells.join(sign)).join('\n');
    const html = `<table>${[head, ...rows].map((cells) => `<tr><td>${cells.join('</td><td>')}</td></tr>`).join('')}</table>`;
    const markdown = withSign(' | ').replace('\n', '\n---|---|---\n');
    for (const text of [withSign(','), withSign('\t'), markdown, html]) {
      expect(foundPairs(text)).toEqual(['20482/310274']);
      expect(findIds(text).skipped).toMatchObject({ disabled: 2, incomplete: 0 });
    }
  });

  it.each([
    ...[
      '"deleted":false',
      '"archived":"no"',
      '"removed":0',
      '"disabled":null',
      '"deleted_at":null',
      '"status":"active"',
    ].map((member) => `{"application_id":20481,"deployment_id":298113,${member}}`),
    'app_id=20481 deployment_id=298113 deleted=false',
    `~ ${address}`,
    '{"application_id":20481,/*"deployment_id":310274,*/"deployment_id":298113}',
    '{/* was 1 */"application_id":20481, /* "x" */ "deployment_id":298113 /* "deployment_id":7 */}',
  ])('but this is: %s', (text) => {
    expect(foundPairs(text)).toEqual(['20481/298113']);
  });
});
