import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { attackBothMounts, cancellationBody } from './testing/attacker';
import { speak } from './testing/raw-http';

attackBothMounts('hostile bodies', (attacker) => {
  test('a body is refused that is too large, compressed, deep, not JSON, or names a key twice', async () => {
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
    const large = 'x'.repeat(1_000_001);
    const ids = '"applicationId":"10","deploymentId":"20"';
    await attacker.expectRefused([
      ['1 MB and a byte', 413, { body: large }],
      ['a length that promises 1 GB', 413, { headers: { 'Content-Length': '1000000000' } }],
      [
        'chunks past 1 MB',
        413,
        {
          headers: { 'Content-Length': null, 'Transfer-Encoding': 'chunked' },
          body: `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`,
        },
      ],
      ['gzip', 415, { headers: { 'Content-Encoding': 'gzip' } }],
      ['br', 415, { headers: { 'Content-Encoding': 'br' } }],
      ['another charset', 415, { headers: { 'Content-Type': 'application/json; charset=utf-16' } }],
      ['two content types', 415, { headers: { 'Content-Type': 'application/json, text/plain' } }],
      ['deep', 400, { body: deep }],
      ['very deep', 400, { body: '['.repeat(400_000) }],
      ['a key twice', 400, { body: `{${ids},"deploymentId":"21"}` }],
      ['a key twice, escaped', 400, { body: `{${ids},"deploymen\\u0074Id":"21"}` }],
      ['__proto__', 400, { body: `{${ids},"__proto__":{"role":"operator"}}` }],
      ['constructor', 400, { body: `{${ids},"constructor":{"prototype":{}}}` }],
      ['an unknown key', 400, { body: `{${ids},"role":"operator"}` }],
      ['no key', 400, { body: '{}' }],
      ['nothing', 400, { body: '' }],
      ['null', 400, { body: 'null' }],
      ['a list', 400, { body: `[${cancellationBody}]` }],
      ['two documents', 400, { body: cancellationBody + cancellationBody }],
      ['a comment', 400, { body: `/* */${cancellationBody}` }],
      ['not UTF-8', 400, { body: `{${ids},"reason":"\xff"}` }],
      ['a NUL', 400, { body: `${cancellationBody}\0` }],
      ['cut off', 400, { body: cancellationBody.slice(0, -1) }],
    ]);
    const twice = await speak(
      attacker.live.server.origin,
      attacker.request({ body: `{${ids},"deploymentId":"21"}` }),
    );
    expect(twice.text).toContain('"field":"deploymentId"');
  });

  test('a batch is refused that names a target twice, one that is not saved, or what a client may not set', async () => {
    const one = '{"applicationId":"10","deploymentId":"20"}';
    const missing = '{"applicationId":"10","deploymentId":"21"}';
    const many = Array.from({ length: 501 }, (_, n) => `{"applicationId":"10","deploymentId":"${n}"}`);
    const bodies: [string, number, string][] = [
      ['no target', 400, '{"targets":[]}'],
      ['a target twice', 400, `{"targets":[${one},${one}]}`],
      ['too many targets', 400, `{"targets":[${many.join()}]}`],
      ['one that is not saved', 404, `{"targets":[${one},${missing}]}`],
      ['targets named twice', 400, `{"targets":[${one}],"targets":[${one}]}`],
      ['a pause of its own', 400, `{"targets":[${one}],"pauseMs":0}`],
      ['a person of its own', 400, `{"targets":[${one}],"person":"boss"}`],
      ['a key too many in a target', 400, '{"targets":[{"applicationId":"10","deploymentId":"20","x":1}]}'],
      ['a number for an ID', 400, '{"targets":[{"applicationId":10,"deploymentId":"20"}]}'],
      ['prototype keys', 400, `{"targets":[${one}],"__proto__":{"reason":"x"}}`],
      ['an escape in the reason', 400, `{"targets":[${one}],"reason":"\\u001b[2J"}`],
    ];
    await attacker.expectRefused(
      bodies.map(
        ([what, status, sent]) =>
          [what, status, { target: `/api/batches/${randomUUID()}`, body: sent }] as const,
      ),
    );
    const list = await (await attacker.live.ask('/api/batches')).json();
    expect(list).toEqual({ items: [], nextCursor: null });
  });

  test('an ID that is not 1 to 20 ASCII digits is refused, and so is a UUID that is none', async () => {
    const bad = [
      '',
      '" 20"',
      '"+20"',
      '"-20"',
      '"2.0"',
      '"2e1"',
      '"0x14"',
      '"20\\n"',
      '"２０"',
      '"٢٠"',
    ].concat(
      [
        `"${'1'.repeat(21)}"`,
        '20',
        'null',
        'true',
        '["20"]',
        '{"a":"20"}',
        '"../20"',
        '"20/cancel"',
        '"20?x"',
      ],
      ['"20%2f"', '"\\u0000"', '"20 OR 1=1"', '"NaN"', '1e400', '"__proto__"'],
    );
    const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
    await attacker.expectRefused(
      bad.flatMap((id) => [
        [`deployment ${id}`, 400, { body: utf8(`{"applicationId":"10","deploymentId":${id}}`) }] as const,
        [`application ${id}`, 400, { body: utf8(`{"applicationId":${id},"deploymentId":"20"}`) }] as const,
      ]),
    );
    const badUuids = [
      'x',
      '1',
      '{0}',
      '%00',
      '..%2f..%2f',
      '0'.repeat(32),
      `${randomUUID()}x`,
      'null',
      '%E2%80%AE',
    ];
    await attacker.expectRefused(
      badUuids.map((id) => [`UUID ${id}`, 400, { target: `/api/cancellations/${id}` }] as const),
    );
    await attacker.expectRefused([
      ['not saved', 404, { body: '{"applicationId":"10","deploymentId":"020"}' }],
      ['not saved either', 404, { body: '{"applicationId":"20","deploymentId":"10"}' }],
    ]);
  });

  test('a reason or a name that would act on a screen, a terminal or a log is refused', async () => {
    const { origin } = attacker.live.server;
    const lines = (await attacker.live.server.log()).split('\n').length;
    const unfit = ['\\u001b[31mred', '\\u0007', '\\u0000', '\\u202eevil', '\\u2066', '\\ud800', '\\u009b1m'];
    await attacker.expectRefused(
      unfit.map((reason) => {
        const text = `{"applicationId":"10","deploymentId":"20","reason":"${reason}"}`;
        return [`reason ${reason}`, 400, { body: text }] as const;
      }),
    );
    const names = ['a\\nb', 'a\\r\\n{\\"event\\":\\"cancellation\\"}', 'a\\u2028b', '\\u202e', '\\u001b[2J'];
    await attacker.expectRefused(
      names.map((name) => {
        const shape = { target: '/api/applications/99', body: `{"name":"${name}"}` };
        return [`name ${name}`, 400, shape] as const;
      }),
    );
    await speak(origin, attacker.request({ target: '/api/%0d%0a%7B%22event%22:%22cancellation%22%7D' }));
    const written = (await attacker.live.server.log())
      .split('\n')
      .slice(lines - 1)
      .filter(Boolean);
    for (const line of written) expect(JSON.parse(line)).toHaveProperty('event');
    expect(written.join('\n')).not.toContain('"event":"cancellation"');
  });
});
