/** The real host. The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { AppEvent } from './contract.js';
import type { CommandName, Host, RequestOf, ResponseOf } from './host.js';

declare global {
  interface Window {
    /** What `getCurrentWebview` reads; its module is larger than a whole strip. */
    readonly __TAURI_INTERNALS__: { readonly metadata: { currentWebview: { label: string } } };
  }
}

export const tauriHost: Host = {
  async call<Name extends CommandName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<ResponseOf<Name>> {
    return invoke<ResponseOf<Name>>(name, { request });
  },

  async onEvent(listener) {
    // By its own label: what is meant for another page doesn't wake this one.
    const target = window.__TAURI_INTERNALS__.metadata.currentWebview.label;
    return listen<AppEvent>('app', (event) => listener(event.payload), { target });
  },
};
