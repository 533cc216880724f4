/** The sessions of a person, as the page shows them. */
import type { OwnSession } from '../api/client.js';

export class Sessions {
  #items = $state.raw<readonly OwnSession[]>([]);

  readonly items = $derived(this.#items);
  readonly others = $derived(this.#items.filter((session) => !session.is_current));

  /** The one that asks stands first, then what was used most recently. */
  constructor(items: readonly OwnSession[]) {
    this.#items = [
      ...items.filter((session) => session.is_current),
      ...items.filter((session) => !session.is_current),
    ];
  }

  /** In place of its older self. */
  put(session: OwnSession): void {
    this.#items = this.#items.map((each) => (each.id === session.id ? session : each));
  }

  drop(id: string): void {
    this.#items = this.#items.filter((each) => each.id !== id);
  }

  dropOthers(): void {
    this.#items = this.#items.filter((each) => each.is_current);
  }
}

/** What a session's device is called, by the person or by its program; empty if neither says anything. */
export function deviceOf(session: OwnSession): string {
  return nameOf(session) ?? agentOf(session);
}

/** The name that the person gave the device, or its desktop client itself. */
export function nameOf(session: OwnSession): string | null {
  return session.device_name ?? session.client_name ?? null;
}

/** What the browser says of itself. */
export function agentOf({ browser, os }: OwnSession): string {
  return [browser, os].filter(Boolean).join(' · ');
}
