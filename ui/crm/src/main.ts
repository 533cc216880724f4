/** The service's web interface: sign-in, set-up, and the CRM once signed in. */
import '@ninefold/kit/styles.css';
import { pickLanguage } from '@ninefold/i18n';
import { loadCrmMessages } from '@ninefold/i18n/crm';
import { mount } from 'svelte';
import App from './App.svelte';
import { routeOf } from './route.js';
import { takeWord } from './sso/word.js';

const messages = await loadCrmMessages(pickLanguage(navigator.languages));
document.documentElement.lang = messages.language;
const word = takeWord();
const { page, crmName } = document.documentElement.dataset;
const route =
  page === 'not-found'
    ? ({ page: 'not-found' } as const)
    : routeOf(location.pathname, location.search);
mount(App, { target: document.body, props: { messages, route, crmName, word } });
