/** The account's CRMs, as the page shows them. */
import type { PortalCrm } from '../api/client.js';
import { found, SEARCH_FROM } from '../parts/search.js';

export class Crms {
  #items = $state.raw<readonly PortalCrm[]>([]);
  search = $state('');
  /** What has just come, which the eye should find. */
  fresh = $state<string | null>(null);

  readonly listed = $derived(this.#items.filter((crm) => !isGoing(crm)));
  readonly scheduled = $derived(this.#items.filter(isGoing));
  readonly searched = $derived(this.listed.length >= SEARCH_FROM);
  readonly shown = $derived(this.searched ? found(this.listed, this.search, wordsOf) : this.listed);

  constructor(items: readonly PortalCrm[]) {
    this.#items = items;
  }

  /** In place of its older self; what is new stands first. */
  put(crm: PortalCrm): void {
    const known = this.#items.some(({ id }) => id === crm.id);
    this.#items = known
      ? this.#items.map((each) => (each.id === crm.id ? crm : each))
      : [crm, ...this.#items];
    this.fresh = crm.id;
    this.search = '';
  }

  /** As the server has them by now. */
  replace(items: readonly PortalCrm[]): void {
    this.#items = items;
  }

  drop(id: string): void {
    this.#items = this.#items.filter((crm) => crm.id !== id);
  }
}

function isGoing({ status }: PortalCrm): boolean {
  return status === 'deletion_scheduled' || status === 'purging';
}

function wordsOf({ crm }: PortalCrm): readonly string[] {
  return [crm.name, crm.address];
}
