import assert from 'node:assert/strict';
import { followEdits, type TextChange } from '../../../src/extension/code-lens/follow-edits';

/** The stretch from `a` to `b` after replacing the first of each needle, one after the other. */
function follow(text: string, ...replacements: readonly (readonly [needle: string, by: string])[]): string {
  let current = text;
  const changes: TextChange[] = [];
  for (const [needle, by] of replacements) {
    const start = current.indexOf(needle);
    assert.ok(start >= 0, needle);
    changes.push({ span: { start, end: start + needle.length }, length: by.length });
    current = current.slice(0, start) + by + current.slice(start + needle.length);
  }
  const { start, end } = followEdits({ start: text.indexOf('<'), end: text.indexOf('>') + 1 }, changes);
  return current.slice(start, end);
}

describe('A stretch of a text that is edited', () => {
  it('moves with what is typed before it', () => {
    assert.equal(follow('one <two> three', ['one', 'one and a half']), '<two>');
    assert.equal(follow('one <two> three', ['one <', '<']), '<two>');
  });

  it('stays where it is when something changes behind it', () => {
    assert.equal(follow('one <two> three', ['three', '']), '<two>');
    assert.equal(follow('one <two> three', [' three', 'x']), '<two>');
  });

  it('grows and shrinks with what is typed in it', () => {
    assert.equal(follow('one <two> three', ['two', 'two and a half']), '<two and a half>');
    assert.equal(follow('one <two> three', ['tw', '']), '<o>');
  });

  it('follows several changes, each of the text that the one before has left', () => {
    assert.equal(follow('one <two> three', ['two', '2'], ['one', 'first']), '<2>');
  });

  it('keeps a place when its beginning or all of it is replaced', () => {
    assert.equal(follow('one <two> three', ['one <t', 'X']), 'Xwo>');
    assert.equal(follow('one <two> three', ['one <two> t', 'X']), 'X');
    assert.equal(follow('one <two> three', ['two> t', 'X']), '<X');
  });
});
