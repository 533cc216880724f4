/** A change of one or two settings; the others stay. */
import type { SettingsSet } from '../ipc/contract.js';

const UNCHANGED: SettingsSet = {
  theme: null,
  language: null,
  newAccountIn: null,
  loadTabsInBackground: null,
  keysEnabled: null,
  systemWideKeys: null,
  askWhereToSave: null,
  downloadFolder: null,
};

export function change(given: Partial<SettingsSet>): SettingsSet {
  return { ...UNCHANGED, ...given };
}
