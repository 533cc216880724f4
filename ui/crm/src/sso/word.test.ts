import { describe, expect, it } from 'vitest';
import { backWith, NO_WORD, wordIn } from './word.js';

describe('the word of the way back', () => {
  it('is taken out of the query, and the rest stays', () => {
    const { word, rest } = wordIn('?return=%2Fc%2Facme%2F&error=sso_no_user&reference=01a-b');
    expect(word.refused).toEqual({ code: 'sso_no_user', reference: '01a-b' });
    expect(rest).toBe('?return=%2Fc%2Facme%2F');
  });

  it('is none where nothing is said', () => {
    const asked = '?return=/c/acme/';
    expect(wordIn(asked)).toEqual({ word: NO_WORD, rest: asked });
    expect(wordIn('')).toEqual({ word: NO_WORD, rest: '' });
  });

  it('is no word of somebody else', () => {
    const { word } = wordIn('?error=x&reference=Call+555-1234&sso=paid&outcome=rich');
    expect(word.refused).toEqual({ code: 'x', reference: '' });
    expect(word.done).toBeNull();
    expect(word.outcome).toBeNull();
  });

  it('says that something is done only when it is', () => {
    expect(wordIn('?sso=connected').word.done).toBe('connected');
    expect(wordIn('?sso=connected&error=sso_failed').word.done).toBeNull();
  });

  it('tells what came of a trial', () => {
    const { word, rest } = wordIn('?tried=p1&outcome=needs_connection');
    expect([word.tried, word.outcome, rest]).toEqual(['p1', 'needs_connection', '']);
  });
});

it('what is told on the way back replaces what was said before', () => {
  const page = backWith('/c/acme/', '?error=sso_failed&reference=1&a=b', { sso: 'connected' });
  expect(page).toBe('/c/acme/?a=b&sso=connected');
});
