/** What somebody is told in a CRM: how much of it they haven't read, and, while it is open, the list. */
import type { CrmCalls, Failed, ListQuery, Notification } from '../api/client.js';

export type NotificationCalls = Pick<CrmCalls, 'notifications' | 'readNotifications' | 'unread'>;

/** As many as a list has at first, and as it may have at once. */
const FIRST = 50;
const MOST = 200;

export class Notifications {
  unread = $state(0);
  isOpen = $state(false);
  /** Null until the first answer. */
  items = $state.raw<readonly Notification[] | null>(null);
  /** Where the list goes on. */
  cursor = $state.raw<string | null>(null);
  failed = $state.raw<Failed | null>(null);
  busy = $state(false);
  readonly #calls: NotificationCalls;
  #turn: Promise<void> = Promise.resolve();

  constructor(calls: NotificationCalls) {
    this.#calls = calls;
  }

  /** Something about them changed. */
  readonly renew = async (): Promise<void> =>
    this.#inTurn(async () => {
      const answer = await this.#calls.unread();
      if (answer.ok) this.unread = answer.body.unread;
      if (!this.isOpen) return;
      const shown = this.items?.length ?? 0;
      await this.#list({ limit: Math.min(Math.max(shown, FIRST), MOST) }, []);
    });

  async open(): Promise<void> {
    this.isOpen = true;
    await this.#inTurn(async () => this.#list({}, []));
  }

  close(): void {
    this.isOpen = false;
    this.items = null;
    this.cursor = null;
    this.failed = null;
  }

  /** Shows those before. */
  async more(): Promise<void> {
    if (this.busy || this.cursor === null) return;
    this.busy = true;
    await this.#inTurn(async () => {
      if (this.cursor !== null) await this.#list({ cursor: this.cursor }, this.items ?? []);
    });
    this.busy = false;
  }

  /** One was read, or all; whether that could be noted. */
  async read(id?: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const answer = await this.#calls.readNotifications(id === undefined ? {} : { id });
    if (answer.ok) await this.renew();
    else this.failed = answer;
    this.busy = false;
    return answer.ok;
  }

  /** An answer that comes late must not take away what was shown since. */
  async #inTurn(ask: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(ask);
    await this.#turn;
  }

  async #list(query: ListQuery, before: readonly Notification[]): Promise<void> {
    const answer = await this.#calls.notifications(query);
    if (!this.isOpen) return;
    this.failed = answer.ok ? null : answer;
    if (!answer.ok) return;
    this.items = [...before, ...answer.body.items];
    this.cursor = answer.body.next_cursor ?? null;
  }
}
