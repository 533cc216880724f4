import type { Browser, Locator, Page } from '@playwright/test';
import { connect, expect, open, test, type Provider } from './provider.js';
import { expectAccessible, type Server } from './server.js';
import { enrol } from './totp.js';

const HOME = '/c/acme-agency/';
const SIGN_IN = `${HOME}sign-in`;

/** A window on the sign-in page of a CRM whose provider knows its owner, who isn't signed in there. */
async function window(
  browser: Browser,
  page: Page,
  server: Server,
  provider: Provider,
): Promise<Page> {
  await open(page, server, provider);
  await connect(page, server, provider);
  const other = await browser.newPage({ locale: 'en-GB' });
  await other.goto(`${server.url}${HOME}staff`);
  return other;
}

const inBrowser = (page: Page) => page.getByRole('link', { name: /^Continue in your browser/ });
const there = (page: Page) => page.getByRole('link', { name: 'Open in your browser' });
const number = (page: Page) => page.getByRole('status', { name: 'Your number' });
const state = (page: Page) => page.getByRole('main').getByRole('status').last();
const leave = (page: Page) => page.getByRole('button', { name: /^Sign in with/ });
const approve = (page: Page) => page.getByRole('button', { name: 'Approve' });

/** What a window shows to be opened. */
async function shown(page: Page): Promise<{ url: string; right: string }> {
  const url = await there(page).getAttribute('href');
  return { url: url ?? '', right: (await number(page).textContent()) ?? '' };
}

/** One of the numbers to pick from. */
function choice(page: Page, right: string, is: boolean): Locator {
  const all = page.getByRole('radio');
  const it = page.getByRole('radio', { name: right, exact: true });
  return is ? it : all.and(page.locator(`:not([value="${right}"])`)).first();
}

/** Another browser, in which the owner has come back from the provider. */
async function recognised(browser: Browser, provider: Provider, url: string): Promise<Page> {
  const other = await browser.newPage({ locale: 'en-GB' });
  await other.goto(url);
  await leave(other).click();
  await provider.choose(other, 'olena');
  return other;
}

test('a window is signed in by a browser that goes in its place', async ({
  page,
  server,
  provider,
  browser,
}) => {
  const waiting = await window(browser, page, server, provider);
  await waiting.getByLabel('Keep me signed in').check();
  await inBrowser(waiting).press('Enter');
  await expect(waiting).toHaveTitle('Continue in your browser');
  await expect(state(waiting)).toHaveText('Waiting for your browser');
  await expectAccessible(waiting);
  const { url, right } = await shown(waiting);
  await expect(there(waiting)).toHaveAttribute('target', '_blank');
  await expect(waiting.getByRole('group', { name: 'Or open this address there' })).toHaveText(url);

  const other = await browser.newPage({ locale: 'en-GB' });
  await other.goto(url);
  await expect(other).toHaveTitle('Sign in for your window');
  await expect(leave(other)).toBeVisible();
  await expectAccessible(other);
  await leave(other).press('Enter');
  await provider.choose(other, 'stranger');
  const refused = other
    .getByRole('alert')
    .filter({ hasText: 'Nobody here is who you signed in as' });
  await expect(refused).toBeVisible();
  await expectAccessible(other);
  await leave(other).click();
  await provider.choose(other, 'olena');
  await expect(other).toHaveTitle('Is this your window?');
  await expect(state(waiting)).toHaveText(
    'You are back from Acme account. Pick this number in your browser.',
  );
  await other.reload();
  await expect(other.getByRole('definition')).toHaveText([
    /Chrome/,
    '127.0.0.1',
    /\d/,
    'Acme Agency',
    'For weeks',
  ]);
  await expectAccessible(other);
  await choice(other, right, true).press('Space');
  await approve(other).press('Enter');
  await expect(other.getByRole('main').getByRole('status')).toBeFocused();
  await expect(other.getByRole('main')).toContainText('You can close this page.');
  await expectAccessible(other);
  await expect(waiting).toHaveURL(`${server.url}${HOME}staff`);
  await other.goto(server.url + HOME);
  await expect(other, 'nobody is signed in there').toHaveURL(/sign-in\?return=/);
});

test('in an ordinary browser it goes on in a new tab', async ({
  page,
  server,
  provider,
  browser,
}) => {
  const waiting = await window(browser, page, server, provider);
  await inBrowser(waiting).click();
  const { right } = await shown(waiting);
  const opened = waiting.context().waitForEvent('page');
  await there(waiting).click();
  const tab = await opened;
  await leave(tab).click();
  await provider.choose(tab, 'olena');
  await choice(tab, right, true).check();
  await approve(tab).click();
  await expect(waiting).toHaveURL(`${server.url}${HOME}staff`);
});

test('a wrong number ends it on both sides, and it begins again', async ({
  page,
  server,
  provider,
  browser,
}) => {
  const waiting = await window(browser, page, server, provider);
  await inBrowser(waiting).click();
  const { url, right } = await shown(waiting);
  const other = await recognised(browser, provider, url);
  await choice(other, right, false).check();
  await approve(other).click();
  await expect(other.getByRole('main')).toContainText("This wasn't the number");
  await expectAccessible(other);
  await expect(waiting.getByRole('alert')).toContainText('This sign-in was denied');
  await expectAccessible(waiting);
  await waiting.getByRole('button', { name: 'Begin again' }).press('Enter');
  await expect(number(waiting)).toBeVisible();
  expect((await shown(waiting)).url).not.toBe(url);
  await other.goto(url);
  await expect(other.getByRole('main')).toContainText('This sign-in is over');
  await waiting.getByRole('link', { name: 'Other ways to sign in' }).click();
  await expect(waiting).toHaveURL(new RegExp(`${SIGN_IN}\\?return=`));
});

test('the second factor is asked for in the window', async ({
  page,
  server,
  provider,
  browser,
}) => {
  const waiting = await window(browser, page, server, provider);
  const factor = await enrol(page, server);
  await inBrowser(waiting).click();
  const { url, right } = await shown(waiting);
  const other = await recognised(browser, provider, url);
  await choice(other, right, true).check();
  await approve(other).click();
  await expect(waiting).toHaveTitle('Confirm with a code');
  await waiting.getByLabel('Code from your authenticator app').fill(await factor.code());
  await waiting.keyboard.press('Enter');
  await expect(waiting).toHaveURL(`${server.url}${HOME}staff`);
});

for (const [locale, title, window_, yours] of [
  ['uk-UA', 'Продовжити в браузері', 'Вхід для вашого вікна', 'Це ваше вікно?'],
  ['ru-RU', 'Продолжить в браузере', 'Вход для вашего окна', 'Это ваше окно?'],
] as const) {
  test(`it speaks the reader's language: ${locale}`, async ({
    page,
    server,
    provider,
    browser,
  }) => {
    await open(page, server, provider);
    await connect(page, server, provider);
    const waiting = await browser.newPage({ locale });
    await waiting.goto(`${server.url}${SIGN_IN}`);
    await waiting.getByRole('link', { name: title }).click();
    await expect(waiting).toHaveTitle(title);
    await expect(waiting.locator('a[target=_blank]')).toBeVisible();
    await expectAccessible(waiting);
    const url = (await waiting.locator('a[target=_blank]').getAttribute('href')) ?? '';
    const other = await browser.newPage({ locale });
    await other.goto(url);
    await expect(other).toHaveTitle(window_);
    await other.getByRole('button', { name: 'Acme account' }).click();
    await provider.choose(other, 'olena');
    await expect(other).toHaveTitle(yours);
    await expect(other.getByRole('radio')).toHaveCount(3);
    await expectAccessible(other);
  });
}

test.describe('at the portal', () => {
  test.use({ atPortal: true });

  test('the operator’s provider signs a window in', async ({ page, server, provider, browser }) => {
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await provider.tell(server, { olena: { email: 'olena@acme.example', email_verified: true } });
    const waiting = await browser.newPage({ locale: 'en-GB' });
    await waiting.goto(`${server.url}/sign-in`);
    await expectAccessible(waiting);
    await inBrowser(waiting).click();
    const { url, right } = await shown(waiting);
    const other = await recognised(browser, provider, url);
    await choice(other, right, true).check();
    await approve(other).click();
    await expect(waiting).toHaveURL(`${server.url}/account`);
  });
});
