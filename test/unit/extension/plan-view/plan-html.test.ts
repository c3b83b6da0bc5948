import assert from 'node:assert/strict';
import { planHtml } from '../../../../src/extension/plan-view/plan-html';

describe('The frame of the plan page', () => {
  const files = { script: 'https://host/plan-page.js', style: 'https://host/plan-page.css' };
  const html = planHtml(files, 'https://host', 'en');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('allows its one script and its style, and nothing else', () => {
    const nonce = /<script nonce="([\w-]{20,})" src="https:\/\/host\/plan-page\.js"><\/script>/.exec(
      html,
    )?.[1];
    assert.ok(nonce);
    assert.equal(policy, `default-src 'none'; style-src https://host; script-src 'nonce-${nonce}'`);
  });

  it('has a nonce of its own each time', () => {
    assert.notEqual(planHtml(files, 'https://host', 'en'), html);
  });

  it('has no script or style of its own', () => {
    assert.doesNotMatch(html, /<style|\son\w+=|style=|<script(?![^>]*src=)/);
  });
});
