import { describe, expect, it } from 'vitest';
import { foundPairs } from '@/testing/found-pairs';

describe('pairs are read from tables', () => {
  it.each<[string, string, string[]]>([
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
    [
      'rows that are quoted as a whole',
      '"App ID,Deployment ID,Name"\n"20481,310274,""Spring 24"""\n"20482,310275,Autumn"\n\n"App ID;Deployment ID"\r\n"1;2";;',
      ['20481/310274', '20482/310275', '1/2'],
    ],
    [
      'a name beside its ID, also where it is the same number',
      'App,Application ID,Deployment ID\nClinic,101,2001\n102,102,2002\n,103,2003',
      ['101/2001', '102/2002', '103/2003'],
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
  ])('%s', (_, text, pairs) => {
    expect(foundPairs(text)).toEqual(pairs);
  });

  it('a web page’s table', () => {
    const html =
      '<meta charset=utf-8><table><tr><th>App<br>ID</th><th>Deployment ID</th><th>Pending</th></tr><tr><td rowspan="2">20481</td><td><b>310274</b></td><td>1500</td></tr><tr><td>310275</td><td>88</td></tr><tr><td>1</td><td>3<br>4</td></tr><tr><td>1</td><td>3<sup>4</sup></td><td>1</td></tr><tr><td colspan="2">7</td><td>8</td></tr><tr><td>1</td><td><s>2</s></td><td>1</td></tr></table>';
    expect(foundPairs('App ID Deployment ID', html)).toEqual(['20481/310274', '20481/310275']);
    expect(foundPairs(html)).toEqual(['20481/310274', '20481/310275']);
  });
});
