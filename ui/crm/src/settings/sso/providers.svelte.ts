/** The providers of a CRM, as its settings show them. */
import type { SsoProvider, SsoProviders } from '../../api/client.js';

export class Providers {
  items = $state.raw<readonly SsoProvider[]>([]);
  /** The owner's password stays a way in. */
  ownerHasFactor = $state(false);
  /** What a provider is told to send people back to. */
  readonly redirectUri: string;

  constructor(loaded: SsoProviders) {
    this.redirectUri = loaded.redirect_uri;
    this.renew(loaded);
  }

  renew({ items, owner_has_second_factor }: SsoProviders): void {
    this.items = items;
    this.ownerHasFactor = owner_has_second_factor;
  }

  find(id: string): SsoProvider | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** Shows what one is now, where it was; a new one stands last. */
  put(provider: SsoProvider): void {
    const known = this.items.some(({ id }) => id === provider.id);
    this.items = known
      ? this.items.map((item) => (item.id === provider.id ? provider : item))
      : [...this.items, provider];
  }

  drop(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
  }
}
