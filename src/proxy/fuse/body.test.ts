import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causes } from '../../contract';
import { maxMessageLength, readBody, type Body } from './body';
import { createCredentialCheck, withheld } from './redact';
import { longestWaitMs } from '../../testing/longest-wait';

const email = 'ops@example.com';
const developerKey = 'devkey-0123456789';
const holdsCredentials = createCredentialCheck({ email, developerKey });

function read(content: string | Buffer, contentType?: string, rest: Partial<Body> = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readBody({ bytes, complete: true, contentType, ...rest }, holdsCredentials);
}
const messageOf = (...args: Parameters<typeof read>) => read(...args).message;

const json = 'application/json';
const xml = 'application/xml';

describe('the message', () => {
  it.each([
    ['JSON', '{"error": "No deployment."}', json, 'No deployment.'],
    ['JSON with a charset', '{"error":"x"}', 'application/json; charset=ISO-8859-1', 'x'],
    ['problem JSON', '{"error":"x"}', 'application/problem+json', 'x'],
    ['JSON without a type', ' \n{"error":"x"}', undefined, 'x'],
    ['JSON called HTML', '{"error":"x"}', 'text/html', 'x'],
    ['JSON after a byte order mark', '\uFEFF{"error":"x"}', json, 'x'],
    ['JSON with escapes', '{"error":"a\\u00e9\\nb"}', json, 'aé\nb'],
    ['JSON whose error is no string', '{"error":{"a":1}}', json, '{"error":{"a":1}}'],
    ['JSON whose error is empty', '{"error":""}', json, null],
    ['JSON without error', '{"message":"x"}', json, '{"message":"x"}'],
    ['JSON that is an array', '["error"]', json, '["error"]'],
    ['JSON null', 'null', json, 'null'],
    ['JSON that broke off', '{"error":"No depl', json, '{"error":"No depl'],
    ['JSON that is text', 'Not found', json, 'Not found'],
    [
      'XML',
      '<?xml version="1.0"?>\n<result>\n<error>No &amp; deployment.</error>\n</result>',
      xml,
      'No & deployment.',
    ],
    ['XML without a type', '<!-- c --><result><error>x</error></result>', undefined, 'x'],
    ['XML as text/xml', '<result><error>x</error></result>', 'text/xml', 'x'],
    ['XML with CDATA', '<result><error><![CDATA[a < b]]> c</error></result>', xml, 'a < b c'],
    ['XML with character references', '<result><error>&#233;&#xE9;</error></result>', xml, 'éé'],
    ['XML with a number', '<result><error>007</error></result>', xml, '007'],
    ['XML with an empty error', '<result><error/></result>', xml, null],
    ['XML that broke off', '<result><error>No depl', xml, '<result><error>No depl'],
    ['XML without error', '<result><ok/></result>', xml, '<result><ok/></result>'],
    [
      'XML with a poisoned name',
      '<__proto__><error>x</error></__proto__>',
      xml,
      '<__proto__><error>x</error></__proto__>',
    ],
    ['text', '  Try later.\r\nThank you. ', 'text/plain', 'Try later.\nThank you.'],
    ['text called HTML', 'Not found', 'text/html', 'Not found'],
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFF{"error":"x é"}', 'utf16le'), json, 'x é'],
    ['UTF-16 without one', Buffer.from('{"error":"x é"}', 'utf16le'), json, 'x é'],
    ['UTF-16 in the other order', Buffer.from('{"error":"x é"}', 'utf16le').swap16(), json, 'x é'],
    ['white space', ' \r\n\t ', 'text/plain', null],
    ['nothing', '', json, null],
  ])('of %s', (_, content, type, expected) => {
    expect(messageOf(content, type)).toBe(expected);
  });

  it.each([
    '<!DOCTYPE r [<!ENTITY e "boom">]><result><error>&e;</error></result>',
    '<!doctype r SYSTEM "http://127.0.0.1/x"><result><error>x</error></result>',
    '<result><!ENTITY e "boom"><error>&e;</error></result>',
  ])('of %s is the XML as it came', (content) => {
    expect(messageOf(content, xml)).toBe(content);
  });

  it('has characters replaced that act on a terminal or reverse the text', () => {
    expect(messageOf('a\u001b[31mb\u0000c\u009bd\u202ee\u2066f\u007fg')).toBe(
      'a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg',
    );
    expect(messageOf('{"error":"a\\u001b[2J\\ud800b\\u202e"}', json)).toBe('a\uFFFD[2J\uFFFDb\uFFFD');
    expect(messageOf('<r><error>a&#27;b&#x202e;</error></r>', xml)).toBe('ab\uFFFD');
  });

  it('is read also where bytes are not UTF-8', () => {
    expect(messageOf(Buffer.from([0x61, 0xff, 0xe9, 0x62]))).toBe('a\uFFFD\uFFFDb');
  });

  it('is cut at 4,000 characters, never within one', () => {
    expect(messageOf('a'.repeat(4_000))).toBe('a'.repeat(4_000));
    expect(messageOf('a'.repeat(4_001))).toBe(`${'a'.repeat(3_999)}…`);
    expect(messageOf('😀'.repeat(3_000))).toBe(`${'😀'.repeat(1_999)}…`);
  });

  it('is checked for credentials before it is cut', () => {
    const text = `${'a'.repeat(3_990)}${developerKey}${'b'.repeat(100)}`;
    expect(messageOf(text)).toBe(withheld);
  });

  it('never shows the beginning of a credential from a body that broke off', () => {
    const content = `${' '.repeat(60_000)}your key: ${developerKey.slice(0, 12)}`;
    expect(messageOf(content, undefined, { complete: false })).toBe(withheld);
  });

  it.each([
    `{"error":"bad key ${developerKey}"}`,
    `{"error":"bad key \\u0064evkey-0123456789"}`,
    `<result><error>bad key &#100;evkey-0123456789</error></result>`,
    `bad key ${Buffer.from(`${email}:${developerKey}`).toString('base64')}`,
  ])('is withheld where it holds the key: %s', (content) => {
    expect(messageOf(content)).toBe(withheld);
  });

  it('is withheld where it holds the key in UTF-16', () => {
    expect(messageOf(Buffer.from(`bad key ${developerKey}`, 'utf16le'))).toBe(withheld);
  });
});

describe('a web page', () => {
  it.each([
    ['<html><head><title>502 Bad Gateway</title></head><h1>x</h1></html>', '502 Bad Gateway'],
    ['<!DOCTYPE html>\n<TITLE lang="en">\n  Sign &amp; in\n  &#8211; Proxy</TITLE>', 'Sign & in – Proxy'],
    ['<html><h1 class="a">503 <b>Service</b> Unavailable</h1>', '503 Service Unavailable'],
    ['<html><title> </title><h1>x</h1>', null],
    ['<html><p>Bad</p>', null],
    ['<html><title>Bro', null],
    [`<html><title>${'a'.repeat(300)}</title>`, 'a'.repeat(200)],
    [`<html><title>Key ${developerKey}</title>`, withheld],
    [`<html><title>Key &#100;evkey-0123456789</title>`, withheld],
    ['<html><title>a\u001b[2J\u202e&lt;b&gt;</title>', 'a\uFFFD[2J\uFFFD<b>'],
  ])('%s is told by its title', (content, title) => {
    for (const bytes of [Buffer.from(content), Buffer.from(`\uFEFF${content}`, 'utf16le')])
      expect(read(bytes, 'text/html')).toEqual({ doubt: 'html_answer', isPage: true, message: title });
  });

  it.each([
    ['', 'text/html'],
    ['{"error":"x"}', 'text/html'],
    ['<result><error>x</error></result>', 'text/html'],
  ])('is not %j, whatever its type says', (content, type) => {
    expect(read(content, type).isPage).toBe(false);
  });
});

const doubtOf = (...args: Parameters<typeof read>) => read(...args).doubt;

describe('HTML', () => {
  it.each([
    ['', 'text/html'],
    ['', 'Text/HTML; charset=utf-8'],
    ['{}', 'application/xhtml+xml'],
    ['<!DOCTYPE html>', undefined],
    ['<!doctype HTML PUBLIC "x">', json],
    ['<HTML lang="en">', xml],
    ['<html', 'text/plain'],
    ['\uFEFF \r\n<!-- a --> <!-- b -->\n<html>', undefined],
    ['\u200B\u0007<html>', undefined],
    ['<?xml version="1.0"?><!DOCTYPE html><html/>', xml],
    ['<head><title>Sign in</title>', undefined],
    ['<script>location="/login"</script>', undefined],
    ['<h1>Please sign in</h1><form>', undefined],
    ['<div class="login">', 'text/plain'],
    ['<center>nginx</center>', 'text/plain'],
  ])('is %j of type %s', (content, type) => {
    expect(doubtOf(content, type)).toBe('html_answer');
    expect(doubtOf(content, type, { complete: false })).toBe('html_answer');
    expect(doubtOf(Buffer.from(content, 'utf16le').swap16(), type)).toBe('html_answer');
  });
  it.each([
    ['', undefined],
    ['{"note":"<html>"}', json],
    ['<result><html/></result>', xml],
    ['<htmlish/>', undefined],
    ['<result><a>b</a></result>', undefined],
    ['<accepted/>', undefined],
    ['<html-x/>', undefined],
    ['', 'text/htmlx'],
    ['', 'text/plain; x=text/html'],
  ])('is not %j of type %s', (content, type) => {
    expect(doubtOf(content, type)).toBeNull();
  });
});

describe('what says failure', () => {
  it.each([
    '{"error":"No deployment was found."}',
    '{"error":true}',
    '{"error":{"code":7}}',
    '{"Error":"x"}',
    '{"errors":["x"]}',
    '{"error_message":"x"}',
    '{"errorCode":17}',
    '{"fault":{"faultstring":"x"}}',
    '{"exception":"java.lang.NullPointerException"}',
    '{"success":false}',
    '{"success":"false"}',
    '{"Success":"No"}',
    '{"success":0}',
    '{"success":null}',
    '{"is_success":false}',
    '{"ok":false}',
    '{"status":"failure"}',
    '{"status":"error"}',
    '{"status":"Failed"}',
    '{"status":"FAIL"}',
    '{"status":"INTERNAL_ERROR"}',
    '{"status":"internalError"}',
    '{"status":"not found"}',
    '{"status":"unauthorized"}',
    '{"status":false}',
    '{"status":500}',
    '{"status":"404"}',
    '{"status":"403 Forbidden"}',
    '{"code":404}',
    '{"statusCode":503}',
    '{"http_status":401}',
    '{"result":"failure"}',
    '{"state":"denied"}',
    '{"response":{"status":{"code":500,"message":"x"}}}',
    '{"results":[{"status":"ok"},{"status":"error"}]}',
    '{"status":["ok","failed"]}',
    '[{"error":"x"}]',
    '"error"',
    'false',
    '{"message":"Unauthorized"}',
    '{"message":"Access denied"}',
    '{"msg":"No deployment was found by that application id and deployment id."}',
    '{"detail":"Authentication credentials were not provided."}',
    '{"reason":"Your session has expired"}',
    '{"title":"Forbidden","status":200}',
    '{"message":["Not found"]}',
    '{"data":{"message":"You must sign in"}}',
    '{"access":"denied"}',
    '{"deployment":"not found"}',
    '{"isError":true}',
    '{"is_error":1}',
    '{"hasErrors":true}',
    '{"HasFailed":"true"}',
    '{"errorOccurred":true}',
    '{"failureReason":"x"}',
    '{"errno":5}',
    '{"unauthorized":true}',
    '{"accessDenied":true}',
    '{"timedOut":true}',
    '{"accepted":false}',
    '{"cancelled":false}',
    '{"authenticated":"no"}',
    '{"loginRequired":true}',
    '{"code":-1}',
    '{"status":"expired"}',
    '{"error":"no"}',
    '{"result":{"error":"No"}}',
    '{"error":"off"}',
    '{"errors":["n"]}',
    '{"success":false,"success":true}',
    '{"success":true,"success":false}',
    String.raw`{"suc\u0063ess":false,"a\"":1,"success":true}`,
    '{"result":{"success":false},"result":{"success":true}}',
    '{"error":{"text":"x"},"error":null}',
    '{"error":["x"], "error" : []}',
    `{"a":${'['.repeat(20_000)}{"error":1}${']'.repeat(20_000)}}`,
  ])('in JSON: %.60s', (content) => {
    for (const type of [json, 'application/problem+json'])
      expect(doubtOf(content, type)).toBe('failure_answer');
    expect(doubtOf(content, 'text/html')).toBe(content.startsWith('{') ? 'failure_answer' : 'html_answer');
    expect(doubtOf(Buffer.from(content, 'utf16le'), json)).toBe('failure_answer');
  });

  it.each([
    '<result><error>No deployment was found.</error></result>',
    '<?xml version="1.0"?>\n<result>\n<error code="5">x</error>\n</result>',
    '<error>x</error>',
    '<result><error>no</error></result>',
    '<result><success>false</success><success>true</success></result>',
    '<error/>',
    '<Failure/>',
    '<result><success>false</success></result>',
    '<result success="false"/>',
    '<rsp stat="fail"><msg>x</msg></rsp>',
    '<result><status id="1">error</status></result>',
    '<result><status>&#101;rror</status></result>',
    '<result><status><![CDATA[error]]></status></result>',
    '<result>FAILURE</result>',
    '<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>',
    '<response><code>404</code></response>',
    '<result><message>Unauthorized</message></result>',
    '<result><isError>true</isError></result>',
    '<AccessDenied/>',
  ])('in XML: %s', (content) => {
    for (const type of [xml, 'text/xml', undefined]) expect(doubtOf(content, type)).toBe('failure_answer');
  });

  it.each([
    'Access denied',
    'ACCESS DENIED.',
    'error',
    'Error: 17',
    'Unauthorized',
    '403 Forbidden',
    'No deployment was found by that application id and deployment id.',
    'The account is not active.',
    'Please sign in to continue',
    'Your session has expired.',
    'Too many requests',
    'The service is down for maintenance',
    'Could not cancel the calls',
    'Unable to connect to the database',
    'calls_not_cancelled',
    'status=failure&code=7',
    'error: true',
    'callback({"message":"Forbidden"})',
    '[{"success":false}]',
    '["failed"]',
    'false',
    '404',
  ])('in text: %s', (content) => {
    for (const type of [undefined, 'text/plain'])
      for (const bytes of [content, Buffer.from(`\uFEFF${content}\n`, 'utf16le')])
        expect(doubtOf(bytes, type)).toBe('failure_answer');
  });

  it.each([
    ['{}', json],
    ['[]', json],
    ['null', json],
    ['true', json],
    ['{"error":null}', json],
    ['{"error":false}', json],
    ['{"error":""}', json],
    ['{"error":"none"}', json],
    ['{"errors":[]}', json],
    ['{"error":"0"}', json],
    ['{"error":"false"}', json],
    ['{"hasErrors":"no","failed":"no","timedOut":"n"}', json],
    ['{"success":true,"success":true,"note":"\\"success\\":false"}', json],
    ['<result><failed>no</failed></result>', xml],
    ['{"error":{"code":0,"message":""}}', json],
    ['{"errorCode":0}', json],
    ['{"success":true,"error":null}', json],
    ['{"success":"yes"}', json],
    ['{"status":"success"}', json],
    ['{"status":"ok","code":200}', json],
    ['{"status":"no errors"}', json],
    ['{"status":"canceled"}', json],
    ['{"code":202}', json],
    ['{"message":"4 calls cancelled"}', json],
    ['{"id":500,"count":404}', json],
    ['<result><error/></result>', xml],
    ['<result><status>ok</status></result>', xml],
    ['<result success="true"/>', xml],
    ['{"message":"Calls successfully cancelled"}', json],
    ['{"message":"500 calls cancelled, 0 failed","failed":0,"failures":[]}', json],
    ['{"message":"12 pending calls aborted"}', json],
    ['{"message":"No pending calls"}', json],
    ['{"message":"Cancelled. Calls that are connected will not be interrupted."}', json],
    ['{"name":"Failed payments","deployment":"Access denied line","status":"ok"}', json],
    ['{"deployment":{"description":"Failed payments","title":"Invalid cards"}}', json],
    ['(3 calls cancelled)', undefined],
    ['{"isError":false,"hasErrors":false,"errno":0}', json],
    ['{"cancelled":0,"accepted":true}', json],
    ['{"cancelled":null}', json],
    ['{"loginRequired":false}', json],
    ['<result><message>3 calls cancelled</message></result>', xml],
    ['[]', undefined],
    ['12', 'text/plain'],
    ['"cancelled"', undefined],
    ['Accepted', undefined],
    ['OK', 'text/plain'],
    ['202 Accepted', 'text/plain'],
    ['500 calls cancelled', 'text/plain'],
    ['All pending calls were cancelled without errors.', 'text/plain'],
    ['3 calls cancelled, no calls failed', 'text/plain'],
    ['No calls were pending.', 'text/plain'],
    ['Aborted all 12 pending calls', 'text/plain'],
    ['', json],
    [' \n', xml],
    ['caf\u00e9', 'text/plain; charset=iso-8859-1'],
  ])('is not in %s', (content, type) => {
    expect(doubtOf(content, type)).toBeNull();
  });
});

describe('what cannot be read', () => {
  it.each<[string | Buffer, string | undefined, Partial<Body>?]>([
    ['{"ok":true', json],
    ['OK', json],
    ['{"ok":true}', xml],
    ['<result><ok></result>', xml],
    ['<result', undefined],
    ['<!-- <html>', undefined],
    ['<!DOCTYPE r [<!ENTITY e "x">]><result>&e;</result>', xml],
    ['<!doctype result>', xml],
    [Buffer.from([0x61, 0xff, 0x62]), 'text/plain'],
    ['a\0b', 'text/plain'],
    ['+ADw-html+AD4-', 'text/plain; charset=utf-7'],
    ['%PDF-1.4', 'application/pdf'],
    ['%PDF-1.4', undefined],
    ['\uFEFF%PDF-1.4', 'text/plain'],
    ['%!PS-Adobe-3.0', undefined],
    ['{\\rtf1 x}', 'text/plain'],
    ['#!/bin/sh', undefined],
    ['GIF89a', undefined],
    ['location="/login"', undefined],
    ['window.location.href = "/x"', 'text/plain'],
    ['(function () {})()', undefined],
    ['/* x */ body { color: red }', undefined],
    ['--x\r\nContent-Type: text/plain\r\n\r\nok', undefined],
    ['text <html>', 'text/plain'],
    ['Warning: x in y.php on line 3\n{"success":false}', undefined],
    ['ok <script>x</script>', undefined],
    ['a\u0001b', 'text/plain'],
    ['location="/login"', 'text/javascript'],
    ['<svg/>', 'image/svg+xml'],
    ['--x--', 'multipart/mixed; boundary=x'],
    ['ok', 'text/plain', { complete: false }],
    ['', undefined, { complete: false }],
    [' '.repeat(65_536), undefined, { complete: false }],
  ])('is %j of type %s', (content, type, rest) => {
    expect(doubtOf(content, type, rest)).toBe('unreadable_answer');
  });
});

describe('any bytes of any type', () => {
  const types = fc.constantFrom(undefined, json, xml, 'text/html', 'text/plain', 'application/x', ';;;');
  const pieces = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    fc
      .constantFrom(
        developerKey,
        encodeURIComponent(email),
        Buffer.from(`${email}:${developerKey}`).toString('base64'),
        '{"error":"',
        '"}',
        '<result><error>',
        '</error></result>',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<?xml ?>',
        '&amp;',
        '&#',
        '\\u00',
        '\\',
        '%',
        '\u001b[31m',
        '\u202e',
        ' '.repeat(3_990),
      )
      .map((text) => Buffer.from(text)),
  );
  const bodies = fc.array(pieces, { maxLength: 30 }).map((parts) => Buffer.concat(parts));

  it('give a message that is short, readable and without the credentials', () => {
    let messages = 0;
    fc.assert(
      fc.property(bodies, types, fc.boolean(), (bytes, contentType, complete) => {
        const { message, doubt } = readBody({ bytes, complete, contentType }, holdsCredentials);
        expect([null, ...causes]).toContain(doubt);
        if (message === null) return;
        messages += 1;
        expect(message.length).toBeGreaterThan(0);
        expect(message.length).toBeLessThanOrEqual(maxMessageLength);
        expect(message).toBe(message.trim());
        expect(message).not.toMatch(/[^\P{Cc}\n\t]|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
        expect(message.toLowerCase()).not.toContain(developerKey);
        expect(message.toLowerCase()).not.toContain(email);
      }),
      { numRuns: 1_000 },
    );
    expect(messages).toBeGreaterThan(200);
  });

  it.each([
    ['open elements', '<a>', xml],
    ['open attributes', '<a b="', xml],
    ['open comments', '<!--', undefined],
    ['comments', '<!---->', undefined],
    ['open CDATA', '<![CDATA[', xml],
    ['empty errors', '<error/>', xml],
    ['entities', '<error/>&amp;&#1;', xml],
    ['arrays', '[', json],
    ['objects', '{"error":', json],
    ['backslashes', '\\', json],
    ['closed elements', '</error ', xml],
    ['line ends', '\r', undefined],
    ['open titles', '<title>', 'text/html'],
    ['broken titles', '<title ', 'text/html'],
    ['open headings', '<h1>', 'text/html'],
    ['empty titles', '<title></title>', 'text/html'],
  ])('64 kB of %s are read in bounded time', (_, piece, type) => {
    const bytes = Buffer.alloc(65_536, piece);
    const start = performance.now();
    for (const complete of [false, true]) readBody({ bytes, complete, contentType: type }, holdsCredentials);
    expect(performance.now() - start).toBeLessThan(longestWaitMs);
  });
});
