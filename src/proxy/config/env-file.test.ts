import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../testing/raw-upstream';
import { readConfig, variableNames } from './env';
import { describeSources, loadEnv, parseEnvFile } from './env-file';

const read = (text: string | Buffer) => Object.fromEntries(parseEnvFile(Buffer.from(text)));

describe('a .env file', () => {
  it.each([
    ['a line of spaces', 'A=1\n   \t \nB=2', { A: '1', B: '2' }],
    ['comments', '# A=0\n  # c\nA=1 # see #7\nB=2\t## c\nC=3 #', { A: '1', B: '2', C: '3' }],
    ['CRLF', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['CR alone', 'A=1\rB=2', { A: '1', B: '2' }],
    ['a line separator', 'A=1\u2028B=2', { A: '1', B: '2' }],
    ['a byte order mark', '\uFEFFA=1', { A: '1' }],
    ['UTF-16', Buffer.from('\uFEFFA=1\r\nB=é\r\n', 'utf16le'), { A: '1', B: 'é' }],
    ['UTF-16 in the other order', Buffer.from('\uFEFFA=1', 'utf16le').swap16(), { A: '1' }],
    ['spaces around', '  A  =  1  ', { A: '1' }],
    ['no-break spaces around', '\u00A0A\u00A0=\u00A01\u00A0\n\u00A0\u200B', { A: '1' }],
    [
      'a colon',
      'FUSE_EMAIL: a@b.example\nB:\nC : https://x.example',
      { FUSE_EMAIL: 'a@b.example', B: '', C: 'https://x.example' },
    ],
    ['export', 'export A=1\n export  B="2"', { A: '1', B: '2' }],
    [
      '# in a value',
      'A=ab#cd\nB=a#\nC="#ab #cd"\nD=\'a # b\' # c',
      { A: 'ab#cd', B: 'a#', C: '#ab #cd', D: 'a # b' },
    ],
    ['= in a value', 'A=a=b==', { A: 'a=b==' }],
    [
      'quotes',
      'A="1 2"\nB=\'x "y"\'\nC=`z`\nD=" x "\nE=""',
      { A: '1 2', B: 'x "y"', C: 'z', D: ' x ', E: '' },
    ],
    ['quotes within', 'A=a"b\'c\nB=quo“te”x', { A: 'a"b\'c', B: 'quo“te”x' }],
    ['backslashes', 'A="C:\\new"\nB=\\n', { A: 'C:\\new', B: '\\n' }],
    ['nothing', 'A=\nB= # c\nC=   ', { A: '', B: '', C: '' }],
    ['an empty file', '', {}],
  ])('is read with %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['no assignment', 'A=1\n\nhunter2', /^\.env, line 3 is not understood: it must be NAME=value\.$/],
    ['a name with a hyphen', 'FUSE-KEY=hunter2', /line 1 is not understood/],
    ['another assignment sign', 'A＝hunter2', /line 1 is not understood/],
    ['a colon without a space', 'http://hunter2', /line 1 is not understood/],
    ['a command', 'set A=hunter2', /line 1 is not understood/],
    ['PowerShell', '$env:A = "hunter2"', /line 1 is not understood/],
    ['a sentence', 'Note: hunter2', /line 1 is not understood/],
    ['an invisible character in the name', 'FUSE\u200BKEY=hunter2', /line 1 is not understood/],
    ['typographic quotes', '# x\nA=“hunter2”', /line 2: A is in typographic quotes/],
    ['low typographic quotes', 'A=„hunter2“', /A is in typographic quotes/],
    ['half a typographic quote', 'A=hunter2”', /A is in typographic quotes/],
    ['an open quote', 'A="hunter2\nB=1', /line 1: A begins with ", and no " ends it/],
    ['text after a quote', 'A="hunter2" x', /A goes on after its closing "/],
    ['a quote in a quote', 'A="hun\\"ter2"', /A goes on after its closing "/],
    ['a closing quote alone', 'A=hunter2"', /A ends with a quote/],
    ['a value that begins with #', 'A=#hunter2', /A begins with #/],
    ['a key that # may cut', 'A=hunter2 #hunter2', /A has a # that may be part of it/],
    ['an empty value or a key', 'A= #hunter2', /A has a # that may be part of it/],
    ['a reference', 'A=${hunter2}', /A refers to another variable/],
    ['an invisible character', 'A=hun\u200Bter2', /A holds an invisible character \(U\+200B\)/],
    ['a no-break space', 'A="hun\u00A0ter2"', /A holds an invisible character \(U\+00A0\)/],
    ['a control character', 'A=hun\u0007ter2', /A holds an invisible character \(U\+0007\)/],
    ['a name twice', 'A=hunter2\nB=1\nA=hunter2', /line 3: A is set in line 1 already/],
    ['Node’s own', 'NODE_OPTIONS=--hunter2', /NODE_OPTIONS is read by Node before \.env/],
    [
      'no certificate check',
      'NODE_TLS_REJECT_UNAUTHORIZED=0',
      /NODE_TLS_REJECT_UNAUTHORIZED is read by Node/,
    ],
    ['bytes that are no text', Buffer.from([0x41, 0x3d, 0xff]), /not a text file in UTF-8/],
    ['UTF-16 without its mark', Buffer.from('A=1', 'utf16le'), /not a text file in UTF-8/],
  ])('stops the start for %s, in one line without the value', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).not.toThrow(/hunter2|\n/);
  });
});

describe('loading it', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'console-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (text: string, environment: Record<string, string> = {}) => {
    const path = join(folder, '.env');
    writeFileSync(path, text);
    const sources = loadEnv(variableNames, environment, path);
    return { environment, sources, lines: describeSources(sources, variableNames, environment) };
  };

  it('is not needed', () => {
    expect(loadEnv([], {}, join(folder, '.env'))).toEqual({ file: [], overridden: [] });
  });

  it('leaves the environment’s own values, and reports the origin of each variable', () => {
    const { environment, lines } = load('PORT=1\nHOST=::1\nSUPPORT_TOKEN=hunter2\nTEAM=x', {
      PORT: '2',
      OPERATOR_TOKEN: 'hunter3',
    });
    expect(environment).toMatchObject({ PORT: '2', HOST: '::1', SUPPORT_TOKEN: 'hunter2', TEAM: 'x' });
    expect(lines).toEqual([
      'Set by .env: HOST, SUPPORT_TOKEN',
      'Set by the environment: PORT, OPERATOR_TOKEN',
      'In .env, but the environment’s own value counts: PORT',
      'In .env, but not used by this console: TEAM',
    ]);
  });

  it.each([...variableNames, 'TEAM'])('counts %s as not set where the environment has it empty', (name) => {
    for (const empty of ['', ' ', '\t\u00A0']) {
      const { environment, sources } = load(`${name}=hunter2`, { [name]: empty });
      expect(environment).toEqual({ [name]: 'hunter2' });
      expect(sources).toEqual({ file: [name], overridden: [] });
    }
  });

  it('reports no variables that are left empty, as in a copy of .env.example', () => {
    const { environment, lines } = load('PORT=\nHOST=::1\nSUPPORT_TOKEN=" "\nNO_PROXY=', { NO_PROXY: 'a' });
    expect(environment).toEqual({ HOST: '::1', NO_PROXY: 'a' });
    expect(lines).toEqual(['Set by .env: HOST', 'Set by the environment: NO_PROXY']);
  });

  it('refuses another spelling of a known name', () => {
    expect(() => load('fuse_email=a@b.example')).toThrow(/^\.env: fuse_email must be written FUSE_EMAIL\.$/);
    expect(() => load('FUSE_KEY=x')).toThrow(/FUSE_KEY is no variable of this console/);
  });

  it('says why a file cannot be read', () => {
    expect(() => loadEnv([], {}, folder)).toThrow(/^\.env cannot be read \(EISDIR\)\.$/);
  });

  it('reads the certificates of .env, which Node itself reads too early for', () => {
    const file = join(folder, 'ca.pem');
    const { cert } = selfSignedCertificate(['127.0.0.1']);
    writeFileSync(file, cert);
    const { environment, sources } = load(`NODE_EXTRA_CA_CERTS=${file}`);
    expect(readConfig(environment, sources.file).ca).toContain(cert);
    expect(readConfig(environment, sources.file).ca?.length).toBeGreaterThan(50);
    expect(readConfig(environment, []).ca).toBeNull();
    for (const [name, text] of [['none.pem'], ['text.pem', 'no certificate']] as const) {
      const other = join(folder, name);
      if (text !== undefined) writeFileSync(other, text);
      expect(() => readConfig({ NODE_EXTRA_CA_CERTS: other }, ['NODE_EXTRA_CA_CERTS'])).toThrow(
        /^NODE_EXTRA_CA_CERTS must name/,
      );
    }
  });
});
