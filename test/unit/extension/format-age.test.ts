import assert from 'node:assert/strict';
import { formatAge } from '../../../src/extension/format-age';
import { ENGLISH } from './english';

const NOW = new Date('2026-11-25T12:00:00Z');
const age = (then: string): string => formatAge(new Date(then), NOW, ENGLISH);

describe('An age', () => {
  it('is told in the largest unit that fits', () => {
    assert.equal(age('2026-11-25T11:59:01Z'), 'just now');
    assert.equal(age('2026-11-25T11:58:59Z'), '1 minute ago');
    assert.equal(age('2026-11-25T11:00:01Z'), '59 minutes ago');
    assert.equal(age('2026-11-25T10:59:00Z'), '1 hour ago');
    assert.equal(age('2026-11-23T12:00:01Z'), '47 hours ago');
    assert.equal(age('2026-11-22T12:00:00Z'), '3 days ago');
  });

  it('is none where a clock was set back', () => {
    assert.equal(age('2026-11-25T12:30:00Z'), 'just now');
  });
});
