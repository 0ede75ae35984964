import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { wordsOf } from './search';
import { createHighlight } from './create-highlight';

describe('marks', () => {
  it.each([
    ['PAY rem', 'Payment reminders', ['Pay', 'rem']],
    ['izmir', 'Aus İzmir!', ['İzmir']],
    ['cafe', 'Im Cafe\u0301\u0300 Bar', ['Cafe\u0301\u0300']],
    ['caf\u00e9', 'Cafe\u0301', ['Cafe\u0301']],
    ['stras', 'Eine Straße', ['Straß']],
    ['s', 'ß s', ['ß', 's']],
    ['re', 'Île de Ré 🎈 ré', ['Ré', 'ré']],
    ['reminders,', 'Reminders', ['Reminders']],
    ['c++', 'C++ – c', ['C++']],
    ['20481/310274', '310274 of 20481', ['310274', '20481']],
    ['κοσ', 'ΚΟΣ κόσμος', ['ΚΟΣ', 'κόσ']],
    ['none', 'Größe', []],
  ])('%s in %s', (q, text, marked) => {
    const { container } = render(<p>{createHighlight(wordsOf(q))?.(text)}</p>);
    expect([...container.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(marked);
    expect(container).toHaveTextContent(text, { normalizeWhitespace: false });
  });
});
