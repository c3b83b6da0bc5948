import assert from 'node:assert/strict';
import { createStyle, printable, wantsColor } from '../../../src/cli/style';

describe('The colours of the command line', () => {
  it('are for a person at a terminal', () => {
    assert.equal(wantsColor(undefined, {}, true), true);
    assert.equal(wantsColor(undefined, {}, false), false);
  });

  it('are turned off by the option and by NO_COLOR, which counts only when it is not empty', () => {
    assert.equal(wantsColor(false, {}, true), false);
    assert.equal(wantsColor(undefined, { NO_COLOR: '1' }, true), false);
    assert.equal(wantsColor(undefined, { NO_COLOR: '' }, true), true);
  });

  it('leave plain text without escape sequences', () => {
    assert.equal(createStyle(false).severity('warning'), 'warning');
    assert.equal(createStyle(true).severity('warning'), '\u001b[33mwarning\u001b[0m');
  });
});

describe('Text of a file in a report', () => {
  it('cannot steer the terminal or turn the reading direction', () => {
    assert.equal(printable('a\u001b[2Jb\u0000c\u009bd\u202ee'), 'a·[2Jb·c·d·e');
  });

  it('keeps its tabs, its lines and its length', () => {
    const text = "\tSELECT 'é😀'\r\n";
    assert.equal(printable(text), text);
    assert.equal(printable('\u001b\u202e').length, 2);
  });
});
