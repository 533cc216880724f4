import { expect, it } from 'vitest';
import { FormKey } from './form-key.js';

it('what is sent again has its key; what was changed has another', () => {
  const key = new FormKey();
  const first = key.of({ name: 'Acme' });
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  expect(key.of({ name: 'Acme' })).toBe(first);
  expect(key.of({ name: 'Acme', slug: 'acme' })).not.toBe(first);
  expect(new FormKey().of({ name: 'Acme' })).not.toBe(first);
});
