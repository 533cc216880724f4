/** Messages of the service's pages. */
import { messageLoader } from './index.js';

export const loadCrmMessages = messageLoader({
  en: () => import('../messages/en/crm.ftl?raw'),
  uk: () => import('../messages/uk/crm.ftl?raw'),
  ru: () => import('../messages/ru/crm.ftl?raw'),
});
