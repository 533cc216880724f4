/** Messages of the desktop client's own pages. */
import { messageLoader } from './index.js';

export const loadShellMessages = messageLoader({
  en: () => import('../messages/en/shell.ftl?raw'),
  uk: () => import('../messages/uk/shell.ftl?raw'),
  ru: () => import('../messages/ru/shell.ftl?raw'),
});
