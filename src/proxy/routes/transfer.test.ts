import * as fc from 'fast-check';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gunzipSync } from 'node:zlib';
import {
  applicationList,
  editResult,
  importResult,
  paths,
  savedListFile,
  savedListText,
  type Application,
  type DeploymentValues,
  type SavedListFile,
} from '../../contract';
import { openConsole, operatorJudge, problemOf, tokens } from '../testing/test-app';
import { createListener } from '../run/listener';
import { savedListCsv, savedListJson } from '../services/saved-list/export';
import { importList } from '../services/saved-list/import';

type Console = Awaited<ReturnType<typeof openConsole>>;

const values = (more: Partial<DeploymentValues> = {}): DeploymentValues => ({
  name: 'Payments',
  environment: 'production',
  tags: [],
  note: null,
  ...more,
});

const csv = (...rows: string[]) =>
  ['application_id,application_name,deployment_id,deployment_name,environment,tags,note', ...rows].join(
    '\r\n',
  );

async function preview({ ask }: Pick<Console, 'ask'>, content: string) {
  const answer = await ask(paths.importApplications, { method: 'POST', body: { content, mode: 'preview' } });
  if (answer.status !== 200) throw new Error(await answer.text());
  return importResult.parse(await answer.json());
}

async function refusal({ ask }: Console, content: string) {
  const answer = await ask(paths.importApplications, { method: 'POST', body: { content, mode: 'apply' } });
  expect(answer.status).toBe(400);
  const { errors = [], errorCount } = await problemOf(answer);
  return { errors: errors.map(({ field, message }) => `${field}: ${message}`), errorCount };
}

const text = (max: number, more = '') =>
  fc
    .string({
      unit: fc.constantFrom(...(`ab'"=+-@,;\\ é😀|${more}`.match(/./gsu) ?? [])),
      minLength: 1,
      maxLength: max,
    })
    .filter((value) => value.trim() !== '');
const id = fc.string({ unit: fc.constantFrom('0', '1', '2', '7', '9'), minLength: 1, maxLength: 3 });
const file: fc.Arbitrary<SavedListFile> = fc.record({
  format: fc.constant('fuse-cancel-console/saved-list' as const),
  version: fc.constant(1 as const),
  applications: fc.uniqueArray(
    fc.record({
      applicationId: id,
      name: text(10),
      deployments: fc.uniqueArray(
        fc.record({
          deploymentId: id,
          name: text(10),
          environment: text(10),
          tags: fc.array(text(5), { maxLength: 3 }),
          note: fc.option(text(12, '\r\n\n')),
        }),
        { selector: (one) => one.deploymentId, maxLength: 4 },
      ),
    }),
    { selector: (one) => one.applicationId, maxLength: 4 },
  ),
});

/** The saved list as the files that it is exported in, and as the page writes it. */
async function files(saved: Application[]): Promise<string[]> {
  const whole = async (pieces: AsyncIterable<string>) => {
    let text = '';
    for await (const piece of pieces) text += piece;
    return text;
  };
  const list = { listApplications: () => Promise.resolve(saved) };
  return [await whole(savedListCsv(list)), await whole(savedListJson(list)), savedListText(saved)];
}

describe('a round trip', () => {
  it('changes nothing, in either format', async () => {
    const console = await openConsole();
    await console.store.removeApplication('10');
    await fc.assert(
      fc.asyncProperty(file, async (wanted) => {
        const content = JSON.stringify(wanted);
        await console.ask(paths.importApplications, { method: 'POST', body: { content, mode: 'apply' } });
        const saved = await console.store.listApplications();
        for (const written of await files(saved)) {
          const unchanged = saved.length + saved.flatMap(({ deployments }) => deployments).length;
          const found = await preview(console, written);
          expect(found).toMatchObject({ added: [], changed: [], conflicts: [], unchanged });
        }
        for (const { applicationId } of saved) await console.store.removeApplication(applicationId);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('keeps a replacement character that is part of a text', async () => {
    const console = await openConsole();
    await console.store.saveApplication('10', { name: 'B\uFFFDro' }, { onlyNew: false });
    const saved = await console.store.listApplications();
    for (const written of await files(saved))
      expect(await preview(console, written)).toMatchObject({ added: [], changed: [], conflicts: [] });
  });

  it('is offered as a spreadsheet in which IDs keep each digit', async () => {
    const { ask, store } = await openConsole();
    await store.saveApplication('0047', { name: 'Zeros' }, { onlyNew: false });
    await store.saveDeployment('0047', '12345678901234567', values(), { onlyNew: false });
    const sheet = await (await ask(`${paths.savedList('csv')}?ids=text`)).text();
    expect(sheet).toContain('"=""0047""",Zeros,"=""12345678901234567""",Payments');
    expect(await preview({ ask }, sheet)).toMatchObject({
      added: [],
      changed: [],
      warnings: [],
      conflicts: [],
    });
    expect((await ask(`${paths.savedList('csv')}?ids=number`)).status).toBe(400);
  });

  it('is offered as files', async () => {
    const { ask } = await openConsole();
    const json = await ask(paths.savedList('json'));
    expect(json.headers.get('content-disposition')).toContain('applications.json');
    expect(savedListFile.parse(await json.json()).applications).toMatchObject([{ applicationId: '10' }]);
    const sheet = await ask(paths.savedList('csv'));
    expect(sheet.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = Buffer.from(await sheet.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString().slice(1)).toBe(
      [
        'application_id,application_name,deployment_id,deployment_name,environment,tags,note,protected',
        '10,Reminders,20,Payments,production,,,',
        '10,Reminders,21,Visits,production,,,',
        '',
      ].join('\r\n'),
    );
  });
});

describe('an import', () => {
  it('previews its changes line by line, and then makes just these', async () => {
    const console = await openConsole();
    const content = `\uFEFF${csv('10,Reminders,20,Payments,staging,a;b\\;c,"two\nlines"', '10,Reminders,21,Visits,production,,', '', "11,New,7,'=1+1,production,,")}`;
    const found = await preview(console, content);
    expect(found).toMatchObject({
      mode: 'preview',
      format: 'csv',
      unchanged: 2,
      conflicts: [],
      added: [
        { line: 6, applicationId: '11', deploymentId: null, after: { name: 'New' } },
        { line: 6, applicationId: '11', deploymentId: '7', after: values({ name: '=1+1' }) },
      ],
      changed: [
        {
          line: 2,
          deploymentId: '20',
          before: values(),
          after: values({ environment: 'staging', tags: ['a', 'b;c'], note: 'two\nlines' }),
        },
      ],
    });
    expect((await console.store.listApplications()).map(({ name }) => name)).toEqual(['Reminders']);
    const body = { content, mode: 'apply', previewHash: found.previewHash };
    const answer = await console.ask(paths.importApplications, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(await console.store.getDeploymentValues([{ applicationId: '10', deploymentId: '20' }])).toEqual([
      values({ environment: 'staging', tags: ['a', 'b;c'], note: 'two\nlines' }),
    ]);
    const again = await console.ask(paths.importApplications, { method: 'POST', body });
    expect((await problemOf(again)).code).toBe('conflict');
  });

  it('leaves saved entries as they are, if asked to', async () => {
    const console = await openConsole();
    const content = csv('10,Other,20,Other,staging,,', '10,Other,22,New,staging,,');
    const body = { content, mode: 'apply', onConflict: 'keep' };
    expect((await console.ask(paths.importApplications, { method: 'POST', body })).status).toBe(200);
    expect((await console.store.listApplications())[0]).toMatchObject({
      name: 'Reminders',
      deployments: [{ name: 'New' }, { name: 'Payments' }, { name: 'Visits' }],
    });
  });

  it('is refused when the list has changed since the preview', async () => {
    const console = await openConsole();
    const content = csv('10,Reminders,22,New,staging,,');
    const { previewHash } = await preview(console, content);
    await console.store.removeDeployment('10', '21');
    const body = { content, mode: 'apply', previewHash };
    const answer = await console.ask(paths.importApplications, { method: 'POST', body });
    expect(answer.status).toBe(409);
    expect((await console.store.listApplications())[0]?.deployments).toHaveLength(1);
  });

  it('names each line and column of a bad file, 50 of them at most', async () => {
    const console = await openConsole();
    const bad = csv(
      '10,Reminders,2x,Payments,production,,',
      ',Reminders,20,Payments,production,,',
      '10,,20,,,,',
    );
    expect((await refusal(console, bad)).errors).toEqual([
      'line 2, deployment ID: must be 1 to 20 digits, 0 to 9 only',
      'line 3, application ID: must be 1 to 20 digits, 0 to 9 only',
      'line 4, application name: must not be empty',
      'line 4, deployment name: must not be empty',
      'line 4, environment: must not be empty',
    ]);
    const many = csv(...Array.from({ length: 200 }, () => 'x,Reminders,20,Payments,production,,'));
    const { errors, errorCount } = await refusal(console, many);
    expect(errors).toHaveLength(50);
    expect(errorCount).toBe(200);
    const json = `{"format": "fuse-cancel-console/saved-list",\n"version": 1,\n"applications": [\n{"applicationId": "1", "name": "A",\n"deployments": [{"deploymentId": "2", "name": "B",\n"environment": "c", "tags": ["ok", ""]}]}]}`;
    expect((await refusal(console, json)).errors).toEqual([
      'line 6, applications.0.deployments.0.tags.1: must not be empty',
    ]);
    expect((await refusal(console, json.replace('"version": 1', '"version": 2'))).errors).toEqual([
      'line 2, version: must be 1, the only version that this console reads',
      'line 6, applications.0.deployments.0.tags.1: must not be empty',
    ]);
    expect(await console.store.savedVersion()).toBe(3);
  });

  it.each([
    ['semicolons', '', 2],
    ['a first line that names the separator', 'sep=;\r\n', 3],
  ])('reads %s', async (_, named, line) => {
    const { ask } = await openConsole();
    const content = `${named}${csv('1,A,2,B,c,,').replaceAll(',', ';')}`;
    expect((await preview({ ask }, content)).added).toMatchObject([
      { line, applicationId: '1', deploymentId: null },
      { line, applicationId: '1', deploymentId: '2' },
    ]);
  });

  it('reads empty columns at the end, rows that are quoted as a whole, and IDs that are kept as text', async () => {
    const console = await openConsole();
    const wide = csv(
      '1,A,2,B,c,,,,',
      '="1",A,"=""0003""",B,c,,',
      "'1,A,'0004,B,c,,",
      '1,A,\u200B5\u00A0,B,c,,',
    ).replace('note', 'note,,');
    const { added } = await preview(console, wide);
    expect(added.map((one) => one.deploymentId)).toEqual([null, '2', '0003', '0004', '5']);
    const quoted = csv('1,A,2,"B, or ""C""",c,,', '1,A,3,D,c,,')
      .split('\r\n')
      .map((row) => `"${row.replaceAll('"', '""')}"`)
      .join('\r\n');
    const found = await preview(console, quoted);
    expect(found.added.map((one) => one.after.name)).toEqual(['A', 'B, or "C"', 'D']);
    const bad = csv('1,A,2,B,c,,,x');
    expect((await refusal(console, bad)).errors).toEqual(['line 2: has 8 columns, but the first line has 7']);
  });

  it('warns of IDs that a spreadsheet may have changed, before anything is saved', async () => {
    const console = await openConsole();
    const { store } = console;
    await store.saveApplication('0700', { name: 'L' }, { onlyNew: false });
    await store.saveDeployment('0700', '0047120', values(), { onlyNew: false });
    await store.saveDeployment('0700', '12345678901234567', values(), { onlyNew: false });
    const { warnings } = await preview(
      console,
      csv(
        '700,L,47120,Card,production,,',
        '0700,L,12345678901234500,Long,production,,',
        '0700,L,88,Fine,production,,',
      ),
    );
    expect(warnings).toEqual([
      {
        line: 2,
        applicationId: '700',
        deploymentId: null,
        message: 'differs from saved 0700 only by leading zeros',
      },
      {
        line: 2,
        applicationId: '700',
        deploymentId: '47120',
        message: 'differs from saved 0047120 only by leading zeros',
      },
      {
        line: 3,
        applicationId: '0700',
        deploymentId: '12345678901234500',
        message: 'ends in 00, like a number that a spreadsheet has rounded; 12345678901234567 is saved',
      },
    ]);
  });

  it('skips rows that were cleared in a spreadsheet', async () => {
    const console = await openConsole();
    const content = csv('1,A,2,B,c,,', ',,,,,,', '  ', '1,A,3,B,c,,', ';;;');
    expect((await refusal(console, content)).errors).toEqual([
      'line 6: has 1 columns, but the first line has 7',
    ]);
    const { added } = await preview(console, csv('1,A,2,B,c,,', ',,,,,,', '  ', '1,A,3,B,c,,', ',,,,,,'));
    expect(added.map(({ line }) => line)).toEqual([2, 2, 5]);
  });

  it.each([
    [
      'the same ID with other data',
      csv('1,A,2,B,c,,', '1,A,3,B,c,,', '1,A,2,X,c,,'),
      'line 4, deployment ID: 2 stands there again with other data (lines 2, 4)',
    ],
    [
      'one application with two names',
      csv('1,A,2,B,c,,', '1,Z,3,B,c,,'),
      'line 3, application ID: 1 stands there again with other data (lines 2, 3)',
    ],
    ['a quote that is never closed', csv('1,A,2,"B,c,,'), 'line 2: a quote is never closed'],
    ['too few columns', csv('1,A,2'), 'line 2: has 3 columns, but the first line has 7'],
    ['a column that nobody knows', 'application_id,colour\r\n1,red', 'line 1: column "colour" is not known'],
    [
      'a column that is missing',
      'application_id,application_name\r\n1,A',
      'line 1: column "deployment_id" is missing',
    ],
    ['UTF-16', 'a\0p\0p\0', 'line 1: is UTF-16 or not text at all: save the file as UTF-8'],
    ['another encoding', csv('1,A,2,B\uFFFDro,c,,'), 'line 2: was not read as UTF-8: save the file as UTF-8'],
    ['nothing', '\uFEFF \n', 'line 1: is empty'],
    ['JSON that is cut off', '{\n"format":\n"x",\n', 'line 3: is not JSON: the text ends too early'],
    [
      'JSON with a comma too many',
      '{\n"a": [\n1,\n2,],\n"b": 3}',
      'line 4: is not JSON from "],\\n\\"b\\": 3}" on',
    ],
    ['JSON with a word in it', '{"a":\n\n\nnope}', 'line 4: is not JSON from "nope}" on'],
    ['JSON with more after it', '{"a":\n1}\n}', 'line 3: is not JSON from "}" on'],
    [
      'a key twice, however it is written',
      '{"format": "fuse-cancel-console/saved-list", "version": 1, "applications": [\n{"applicationId": "1",\n"\\u0061pplicationId": "2", "name": "A", "deployments": []}]}',
      'line 3, applications.0.applicationId: stands twice',
    ],
    [
      'JSON without an end to its depth',
      `${'['.repeat(40)}\n${']'.repeat(40)}`,
      'line 1: nests deeper than 32',
    ],
    [
      'a bad row after a cell of lines that end in CR LF',
      csv('1,A,2,B,c,,"one\r\ntwo\r\nthree"', '1,A,x,B,c,,'),
      'line 5, deployment ID: must be 1 to 20 digits, 0 to 9 only',
    ],
    [
      'a bad row by the line it begins on',
      csv('1,A,x,B,c,,"one\r\ntwo"'),
      'line 2, deployment ID: must be 1 to 20 digits, 0 to 9 only',
    ],
    [
      'a quote that is never closed by the line it opens on',
      csv('1,A,2,B,c,,', '1,A,3,"B,c,,', '1,A,4,B,c,,', ''),
      'line 3: a quote is never closed',
    ],
    [
      'a quote that ends in another row',
      csv('1,A,3,"B,c,,', '1,A,4,"B",c,,', ''),
      'line 3: a quote stands in the wrong place, or the one that opens in line 2 is not closed',
    ],
    [
      'a key that is no name of anything',
      `{"a":\n{"${'k'.repeat(201)}": [0]}}`,
      'line 2: has a key of more than 200 characters',
    ],
    ['a row without an end', csv('1,A,2,B,c,,', ','.repeat(100)), 'line 3: has more than 100 columns'],
    [
      'a cell without an end',
      csv(`1,A,2,B,c,${';a'.repeat(5001)},`),
      'line 2: has a cell of more than 10000 characters',
    ],
    ['a quote inside a cell', csv('1,A,3,B "C",c,,'), 'line 2: a quote stands in the wrong place'],
  ])('refuses %s', async (_, content, error) => {
    const console = await openConsole();
    expect((await refusal(console, content)).errors[0]).toBe(error);
    expect(await console.store.savedVersion()).toBe(3);
  });

  it('takes 20,000 rows, and no more', async () => {
    const console = await openConsole();
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => `10,Reminders,${n + 100},"Deployment ""${n}""",staging,a;b,`,
    );
    const body = { content: csv(...rows), mode: 'apply' };
    const answer = await console.ask(paths.importApplications, { method: 'POST', body });
    expect(importResult.parse(await answer.json()).added).toHaveLength(20_000);
    expect((await console.store.listApplications())[0]?.deployments).toHaveLength(20_002);
    const more = await refusal(console, csv(...rows, '10,Reminders,99,x,staging,,'));
    expect(more.errors).toEqual(['content: has more than 20000 rows']);
    const deployments = Array.from({ length: 20_001 }, (_, n) => ({
      deploymentId: String(n),
      name: 'x',
      environment: 'y',
    }));
    const json = {
      format: 'fuse-cancel-console/saved-list',
      version: 1,
      applications: [{ applicationId: '1', name: 'A', deployments }],
    };
    expect((await refusal(console, JSON.stringify(json))).errors).toEqual([
      'content: has more than 20000 rows',
    ]);
  }, 30_000);

  it('stops after a thousand errors, and lets other requests have their turn', async () => {
    const console = await openConsole();
    const errors = await refusal(console, csv(...Array.from({ length: 70_000 }, () => ',,,x,,,')));
    expect(errors.errors).toHaveLength(50);
    expect(errors.errorCount).toBe(1000);
    const item = (n: number) => ({
      deploymentId: String(n),
      name: 'x',
      environment: 'y',
      tags: Array.from({ length: 20 }, (_, tag) => `tag ${tag}`),
    });
    const deployments = Array.from({ length: 20_000 }, (_, n) => item(n));
    const json = JSON.stringify({
      format: 'fuse-cancel-console/saved-list',
      version: 1,
      applications: [{ applicationId: '1', name: 'A', deployments }],
    });
    const rows = deployments.map(({ deploymentId, tags }) => `1,A,${deploymentId},x,y,${tags.join(';')},`);
    for (const content of [json, csv(...rows)]) {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      const request = { content, mode: 'preview' } as const;
      const { conflicts, added } = await importList(console.store, operatorJudge, request, 'Ann');
      clearInterval(timer);
      expect({ conflicts, added: added.length }).toEqual({ conflicts: [], added: 20_001 });
      expect(turns).toBeGreaterThan(20);
    }
  }, 30_000);

  it('keeps each tag once', async () => {
    const console = await openConsole();
    const { added } = await preview(console, csv('1,A,2,B,c,dup;x;dup,'));
    expect(added[1]?.after).toMatchObject({ tags: ['dup', 'x'] });
  });

  it('is for operators only', async () => {
    const { ask } = await openConsole({ live: true });
    const headers = { authorization: `Bearer ${tokens.support}` };
    for (const path of [paths.importApplications, paths.editApplications, paths.restoreApplications])
      expect((await ask(path, { method: 'POST', body: {}, headers })).status).toBe(403);
    expect((await ask(paths.savedList('json'), { headers })).status).toBe(200);
  });
});

describe('an edit of several', () => {
  const targets = [
    { applicationId: '10', deploymentId: '20' },
    { applicationId: '10', deploymentId: '21' },
  ];
  const edit = async ({ ask }: Console, change: unknown, of: unknown = targets) =>
    ask(paths.editApplications, { method: 'POST', body: { targets: of, change } });

  it.each([
    [
      { addTags: ['x', 'y'], environment: 'staging' },
      [{ tags: ['x', 'y'], environment: 'staging' }, { tags: ['x', 'y'] }],
    ],
    [{ remove: true }, []],
  ])('is undone: %j', async (change, expected) => {
    const console = await openConsole();
    const before = await console.store.listApplications();
    const events = await console.store.lastEvent();
    const answer = await edit(console, change);
    expect(answer.status).toBe(200);
    const { items } = editResult.parse(await answer.json());
    expect(items).toHaveLength(2);
    expect(await console.store.lastEvent()).toBe(events + 1);
    const after = (await console.store.listApplications())[0]?.deployments ?? [];
    expect(after).toMatchObject(expected);
    expect((await console.ask(paths.restoreApplications, { method: 'POST', body: { items } })).status).toBe(
      204,
    );
    // The environment also says that it was another one for a moment.
    expect(await console.store.listApplications()).toMatchObject(before);
  });

  it('removes tags, answers only its changes, and refuses more than 20 tags', async () => {
    const console = await openConsole();
    await edit(console, { addTags: ['x'] }, targets.slice(1));
    const answer = await edit(console, { removeTags: ['x'] });
    expect(editResult.parse(await answer.json()).items).toEqual([
      {
        ...targets[1],
        before: values({ name: 'Visits', tags: ['x'] }),
        after: { environment: 'production', tags: [] },
      },
    ]);
    await edit(console, { addTags: ['x'] }, targets.slice(1));
    const many = await edit(console, { addTags: Array.from({ length: 20 }, (_, n) => `tag ${n}`) });
    expect((await problemOf(many)).errors?.[0]?.field).toBe('targets.1');
    expect((await console.store.getDeploymentValues(targets))[0]?.tags).toEqual([]);
  });

  it.each([
    ['change', 5, 'must be an object'],
    ['change', undefined, 'is required'],
    ['change.remove', { remove: false }, 'must be true or left out'],
    ['change.name', { remove: true, name: 'x' }, 'must be left out where remove is given'],
    ['change.addTags', { remove: true, addTags: [] }, 'must be left out where remove is given'],
    ['change.colour', { colour: 'red' }, 'is not known here'],
    ['change.name', { name: '' }, 'must not be empty'],
    ['change.name', { name: 'x'.repeat(201) }, 'must be at most 200 characters'],
    ['change.name', { name: null }, 'must be a string'],
    ['change.environment', { environment: '' }, 'must not be empty'],
    ['change.environment', { environment: 'x'.repeat(41) }, 'must be at most 40 characters'],
    ['change.addTags', { addTags: 'x' }, 'must be an array'],
    ['change.addTags', { addTags: Array.from({ length: 21 }, (_, n) => `${n}`) }, 'must be at most 20 tags'],
    ['change.addTags.0', { addTags: [''] }, 'must not be empty'],
    ['change.removeTags.1', { removeTags: ['x', 'x'.repeat(41)] }, 'must be at most 40 characters'],
    ['change.note', { note: 'x'.repeat(2001) }, 'must be at most 2000 characters'],
    ['change.note', { note: 5 }, 'must be a string'],
  ])('names %s, and the rule, of %j', async (field, change, message) => {
    const console = await openConsole();
    const { code, errors } = await problemOf(await edit(console, change));
    expect({ code, errors }).toEqual({ code: 'invalid_request', errors: [{ field, message }] });
  });

  it.each([
    [{ addTags: ['x'.repeat(41)] }, 'tags must be at most 40 characters.'],
    [{ removeTags: ['x', 'x'.repeat(41)] }, 'tags must be at most 40 characters.'],
    [{ name: '' }, 'name must not be empty.'],
    [{ remove: false }, 'remove must be true or left out.'],
    [{ protectedReason: 5 }, 'protected must be a string.'],
  ])('says the field of %j in words', async (change, detail) => {
    const console = await openConsole();
    const problem = await problemOf(await edit(console, change));
    expect(problem.detail).toBe(detail);
  });

  it('is not put back if it names a deployment twice', async () => {
    const console = await openConsole();
    const { items } = editResult.parse(await (await edit(console, { environment: 'staging' })).json());
    const undo = await console.ask(paths.restoreApplications, {
      method: 'POST',
      body: { items: [...items, items[0]] },
    });
    expect(undo.status).toBe(400);
    expect((await problemOf(undo)).errors).toEqual([
      { field: 'items.2', message: 'deployment 10/20 is named twice' },
    ]);
    expect((await console.store.getDeploymentValues(targets))[0]?.environment).toBe('staging');
  });

  it('puts its own changes back, and leaves another person’s later changes', async () => {
    const console = await openConsole();
    const change = { addTags: ['new'], environment: 'staging' };
    const { items } = editResult.parse(await (await edit(console, change)).json());
    const input = { name: 'Mine', environment: 'staging', tags: ['own', 'new', 'other'], note: 'Ask Jo' };
    await console.store.saveDeployment('10', '21', input, { onlyNew: false });
    const undo = await console.ask(paths.restoreApplications, { method: 'POST', body: { items } });
    expect(undo.status).toBe(204);
    const [first, second] = await console.store.getDeploymentValues(targets);
    expect(first).toEqual(items[0]?.before);
    expect(second).toEqual({ ...input, environment: 'production', tags: ['own', 'other'] });
  });

  it('changes nothing if a target is not saved, and puts nothing back over a later change', async () => {
    const console = await openConsole();
    const missing = await edit(console, { remove: true }, [
      ...targets,
      { applicationId: '1', deploymentId: '2' },
    ]);
    expect(missing.status).toBe(404);
    expect((await problemOf(missing)).errors?.[0]?.field).toBe('targets.2');
    const { items } = editResult.parse(await (await edit(console, { environment: 'staging' })).json());
    await console.store.saveDeployment(
      '10',
      '21',
      { name: 'Mine', environment: 'development' },
      { onlyNew: false },
    );
    const undo = await console.ask(paths.restoreApplications, { method: 'POST', body: { items } });
    expect(await problemOf(undo)).toMatchObject({ code: 'conflict', errors: [{ field: 'items.1' }] });
    expect((await console.store.getDeploymentValues(targets))[0]?.environment).toBe('staging');
  });
});

describe('an edit of one', () => {
  it('changes its name and note, keeps what it does not name, and is put back', async () => {
    const console = await openConsole();
    const targets = [{ applicationId: '10', deploymentId: '20' }];
    const [before] = await console.store.getDeploymentValues(targets);
    const post = (path: string, body: unknown) => console.ask(path, { method: 'POST', body });
    const answer = await post(paths.editApplications, { targets, change: { name: 'Other', note: 'Ask Jo' } });
    expect(await console.store.getDeploymentValues(targets)).toEqual([
      { ...before, name: 'Other', note: 'Ask Jo' },
    ]);
    const body = editResult.parse(await answer.json());
    expect(body.items[0]?.before).toEqual(before);
    expect((await post(paths.restoreApplications, body)).status).toBe(204);
    expect(await console.store.getDeploymentValues(targets)).toEqual([before]);

    // What is not what the person has seen is not overwritten.
    const change = { note: 'Ask Al', addTags: ['x'] };
    const unseen = await post(paths.editApplications, { targets, change, seen: { note: 'Ask Jo' } });
    expect(await problemOf(unseen)).toMatchObject({ code: 'conflict', errors: [{ field: 'seen.note' }] });
    expect(await console.store.getDeploymentValues(targets)).toEqual([before]);
    const seen = { note: before?.note, name: before?.name, protectedReason: null };
    expect((await post(paths.editApplications, { targets, change, seen })).status).toBe(200);
  });
});

describe('a large list', () => {
  const note = 'A “note” of\n2,000 signs. '.repeat(80);
  const content = JSON.stringify({
    format: 'fuse-cancel-console/saved-list',
    version: 1,
    applications: [
      {
        applicationId: '10',
        name: 'Reminders',
        deployments: Array.from({ length: 10_000 }, (_, n) => ({
          deploymentId: String(n + 100),
          name: `Deployment ${n} `.padEnd(100, 'x'),
          environment: 'staging',
          tags: ['a', 'b'],
          note,
        })),
      },
    ],
  });

  it('of 10,000 with full notes is read back as it was written, and what was edited is put back', async () => {
    const console = await openConsole();
    const post = (path: string, body: unknown) => console.ask(path, { method: 'POST', body });
    expect((await post(paths.importApplications, { content, mode: 'apply' })).status).toBe(200);
    const saved = await console.store.listApplications();
    for (const written of await files(saved))
      expect(await preview(console, written)).toMatchObject({ added: [], changed: [], unchanged: 10_003 });
    const targets = Array.from({ length: 10_000 }, (_, n) => ({
      applicationId: '10',
      deploymentId: String(n + 100),
    }));
    const answer = await post(paths.editApplications, { targets, change: { addTags: ['c'] } });
    expect((await post(paths.restoreApplications, await answer.json())).status).toBe(204);
    expect(await console.store.listApplications()).toEqual(saved);
  }, 120_000);

  it('gets 413 if it is larger, also if the client reads only after it has sent all', async () => {
    const { app } = await openConsole();
    const server = createServer(createListener(() => app)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const size = 34_000_000;
    const answers = Array.from({ length: 5 }, async () => {
      const socket = connect(port, '127.0.0.1').pause();
      socket.write(
        `POST ${paths.importApplications} HTTP/1.1\r\nhost: 127.0.0.1:4180\r\norigin: http://127.0.0.1:4180\r\ncontent-type: application/json\r\ncontent-length: ${size}\r\n\r\n`,
      );
      const half = Buffer.alloc(size / 2, 'x');
      socket.write(half);
      await setTimeout(1000);
      await new Promise((resolve) => socket.write(half, resolve));
      let answer = '';
      socket
        .setEncoding('utf8')
        .on('data', (chunk: string) => (answer += chunk))
        .resume();
      while (!answer.includes('\r\n\r\n') && !socket.destroyed) await setTimeout(20);
      socket.destroy();
      return answer.split('\r\n')[0];
    });
    expect(await Promise.all(answers)).toEqual(
      Array.from({ length: 5 }, () => 'HTTP/1.1 413 Payload Too Large'),
    );
  }, 60_000);
});

describe('GET /api/applications', () => {
  it('answers 304 until the list changes, and compresses a long list', async () => {
    const console = await openConsole();
    const first = await console.ask(paths.applications);
    const etag = first.headers.get('etag') ?? '';
    const same = { headers: { 'if-none-match': etag } };
    expect((await console.ask(paths.applications, same)).status).toBe(304);
    await console.ask(paths.importApplications, {
      method: 'POST',
      body: {
        content: csv(
          ...Array.from({ length: 500 }, (_, n) => `10,Reminders,${n + 100},Deployment ${n},staging,,`),
        ),
        mode: 'apply',
      },
    });
    expect((await console.ask(paths.applications, same)).status).toBe(200);
    const packed = await console.ask(paths.applications, { headers: { 'accept-encoding': 'gzip, br;q=0' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const { items } = applicationList.parse(
      JSON.parse(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()),
    );
    expect(items[0]?.deployments).toHaveLength(502);
    const brotli = await console.ask(paths.applications, { headers: { 'accept-encoding': 'br' } });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect((await console.ask(paths.applications)).headers.get('content-encoding')).toBeNull();
  });
});

it('lets other requests have their turn while thousands of deployments are imported, edited, put back and exported', async () => {
  const { ask } = await openConsole();
  const post = (path: string, body: unknown) => ask(path, { method: 'POST', body });
  /** How often another request could have gone on meanwhile. */
  async function turnsDuring(work: Promise<Response>): Promise<{ turns: number; text: string }> {
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const text = await (await work).text();
    isOver = true;
    return { turns, text };
  }
  const deploymentIds = Array.from({ length: 5_000 }, (_, at) => String(at));
  const targets = deploymentIds.map((deploymentId) => ({ applicationId: '10', deploymentId }));
  const content = csv(...deploymentIds.map((id) => `10,Reminders,${id},Line ${id},staging,,`));
  const imported = await turnsDuring(post(paths.importApplications, { content, mode: 'apply' }));
  const edit = await turnsDuring(post(paths.editApplications, { targets, change: { addTags: ['x'] } }));
  const undo = await turnsDuring(post(paths.restoreApplications, JSON.parse(edit.text)));
  const files = [
    await turnsDuring(ask(paths.savedList('csv'))),
    await turnsDuring(ask(paths.savedList('json'))),
    await turnsDuring(ask(paths.applications)),
  ];
  for (const { turns } of [imported, edit, undo, ...files]) expect(turns).toBeGreaterThan(15);
});
