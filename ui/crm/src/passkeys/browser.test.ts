import { describe, expect, it } from 'vitest';
import { isName } from './browser.js';

describe('a server', () => {
  it('has a name, or an address of numbers', () => {
    for (const name of ['localhost', 'crm.example', '1.example', 'xn--e1afmkfd.example']) {
      expect(isName(name), name).toBe(true);
    }
    for (const address of ['127.0.0.1', '192.0.2.7', '[::1]', '[2001:db8::7]']) {
      expect(isName(address), address).toBe(false);
    }
  });
});
