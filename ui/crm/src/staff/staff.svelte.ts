/** The people of a CRM, as the page shows them. */
import type { Answer, CrmCalls, Invitation, Role, User } from '../api/client.js';
import { manages } from '../inside/rights.js';
import { found, SEARCH_FROM } from '../parts/search.js';

/** Roles that can be given, from the strongest on. */
export const GIVEN_ROLES = ['admin', 'member', 'viewer'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** What is done about somebody. */
export type Act = 'role' | 'factor' | 'sessions' | 'deactivate' | 'reactivate' | 'delete';

export class Staff {
  #users = $state.raw<readonly User[]>([]);
  invitations = $state.raw<readonly Invitation[]>([]);
  /** Otherwise invitations wait. */
  readonly canSendMail: boolean;
  search = $state('');
  /** Whom the eye should find. */
  fresh = $state<readonly string[]>([]);

  readonly searched = $derived(this.#users.length >= SEARCH_FROM);
  readonly shown = $derived(this.searched ? found(this.#users, this.search, wordsOf) : this.#users);
  readonly alone = $derived(this.#users.length === 1 && this.invitations.length === 0);

  constructor(users: readonly User[], invitations: readonly Invitation[], canSendMail: boolean) {
    this.#users = users;
    this.invitations = invitations;
    this.canSendMail = canSendMail;
  }

  user(id: string): User | undefined {
    return this.#users.find((user) => user.id === id);
  }

  /** In place of everybody's older self. */
  renew(users: readonly User[], invitations = this.invitations): void {
    this.#users = users;
    this.invitations = invitations;
  }

  /** In place of their older self. */
  put(user: User): void {
    this.#users = this.#users.map((each) => (each.id === user.id ? user : each));
    this.fresh = [user.id];
  }

  drop(id: string): void {
    this.#users = this.#users.filter((user) => user.id !== id);
  }

  /** New ones first, others in place of their older selves. */
  putInvitations(items: readonly Invitation[]): void {
    const ids = items.map(({ id }) => id);
    const known = this.invitations.some(({ id }) => ids.includes(id));
    this.invitations = known
      ? this.invitations.map((each) => items.find(({ id }) => id === each.id) ?? each)
      : [...items, ...this.invitations];
    this.fresh = ids;
  }

  dropInvitation(id: string): void {
    this.invitations = this.invitations.filter((each) => each.id !== id);
  }
}

/** Everybody, and for who manages them who is invited, too. */
export async function loadStaff(calls: CrmCalls, role: Role): Promise<Answer<Staff>> {
  const people = await loadPeople(calls, role);
  if (!people.ok) return people;
  const { users, invitations, canSendMail } = people.body;
  return { ok: true, body: new Staff(users, invitations, canSendMail) };
}

/** Shows what they are now; without an answer, what they were. */
export async function renewStaff(staff: Staff, calls: CrmCalls, role: Role): Promise<void> {
  const people = await loadPeople(calls, role);
  if (people.ok) staff.renew(people.body.users, people.body.invitations);
}

interface People {
  users: readonly User[];
  invitations: readonly Invitation[];
  canSendMail: boolean;
}

async function loadPeople(calls: CrmCalls, role: Role): Promise<Answer<People>> {
  const [users, invitations] = await Promise.all([
    calls.users(),
    manages(role) ? calls.invitations() : null,
  ]);
  if (!users.ok) return users;
  if (invitations && !invitations.ok) return invitations;
  const { items = [], can_send_mail = true } = invitations?.body ?? {};
  const body = { users: users.body.items, invitations: items, canSendMail: can_send_mail };
  return { ok: true, body };
}

function wordsOf(user: User): readonly string[] {
  return [user.display_name, user.username, user.email, user.title];
}
