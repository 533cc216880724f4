/** The real host. The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { AppEvent } from './contract.js';
import type { CommandName, Host, RequestOf, ResponseOf } from './host.js';

export const tauriHost: Host = {
  async call<Name extends CommandName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<ResponseOf<Name>> {
    return invoke<ResponseOf<Name>>(name, { request });
  },

  async onEvent(listener) {
    return listen<AppEvent>('app', (event) => listener(event.payload));
  },
};
