import { expect, it } from 'vitest';
import type { Role, User } from '../api/client.js';
import { demandedOf, isStricter } from './policy.js';

const person = (role: Role, status: User['status'] = 'active'): User => ({
  id: role,
  display_name: role,
  username: role,
  email: `${role}@acme.example`,
  title: '',
  role,
  status,
  can_reset_factor: false,
  version: 1,
});
const users = [
  person('owner'),
  person('admin'),
  person('admin', 'deactivated'),
  person('member'),
  person('viewer'),
  person('viewer', 'invited'),
];

it.each([
  ['optional', 0],
  ['required_for_admins', 2],
  ['required', 4],
] as const)('%s is demanded of %i', (policy, count) => {
  expect(demandedOf(policy, users)).toBe(count);
});

it.each([
  ['required', 'optional', true],
  ['required', 'required_for_admins', true],
  ['required', 'required', false],
  ['optional', 'required', false],
] as const)('%s after %s is stricter: %s', (policy, before, is) => {
  expect(isStricter(policy, before)).toBe(is);
});
