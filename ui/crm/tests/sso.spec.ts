import type { Page } from '@playwright/test';
import { addProvider, connect, expect, links, open, PEOPLE, test } from './provider.js';
import { expectAccessible, PASSWORD, prove } from './server.js';
import { enrol } from './totp.js';

const HOME = '/c/acme-agency/';
const SIGN_IN = `${HOME}sign-in`;
const button = (page: Page) => page.getByRole('button', { name: 'Sign in with Acme account' });

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL(/sign-in$/);
}

test('who has connected a provider signs in by it, to the page that was asked for', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(server.url + HOME);
  await expect(links(page)).toContainText('Not connected');
  await links(page).getByRole('button', { name: 'Connect Acme account' }).press('Enter');
  await prove(page);
  await provider.choose(page, 'olena');
  await expect(page).toHaveURL(server.url + HOME);
  await expect(page.getByRole('main').getByRole('status').first()).toContainText('Connected');
  await expect(links(page)).toContainText(/olena@acme\.example · connected/);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByText('From now on you can sign in')).toHaveCount(0);

  await signOut(page);
  await expect(page).toHaveTitle('Sign in to Acme Agency');
  await page.goto(`${server.url}${HOME}staff?x=1`);
  await expect(page).toHaveURL(`${server.url}${SIGN_IN}?return=${HOME}staff`);
  await expect(page.getByLabel('E-mail or username')).toBeFocused();
  await expect(button(page)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Keep me signed in').check();
  await button(page).press('Enter');
  // The provider knows her, and asks nothing.
  await expect(page).toHaveURL(`${server.url}${HOME}staff`);
  await page.goto(server.url + HOME);
  await expect(page.getByRole('region', { name: 'Sessions and devices' })).toContainText(
    'by single sign-on',
  );
});

test('after a sign-out the provider is left, too, by whoever wants to', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  await signOut(page);
  await expect(page.getByLabel('E-mail or username')).toBeVisible();
  await expect(page.getByText('You are signed out here'), 'it was by a ticket').toHaveCount(0);
  await button(page).click();
  await page.waitForURL(server.url + HOME);
  await signOut(page);
  const note = page.getByRole('status').filter({ hasText: 'You are signed out here' });
  await expect(note).toBeVisible();
  await expectAccessible(page);
  const there = note.getByRole('link', { name: 'Sign out there, too' });
  expect(await there.getAttribute('href')).toContain(`${provider.issuer}/session/end?`);
  await page.reload();
  await expect(button(page)).toBeVisible();
  await expect(note, 'it is said once').toHaveCount(0);
});

test('without a provider there is no button, and a reason says what to do next', async ({
  page,
  server,
  provider,
}) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await expect(links(page)).toContainText('No single sign-on is set up here');
  await signOut(page);
  await expect(page.getByLabel('E-mail or username')).toBeVisible();
  await expect(page.getByRole('button', { name: /Sign in with/ })).toHaveCount(0);
  await expect(page.getByText('or', { exact: true })).toHaveCount(0);
  expect(provider.issuer).not.toBe('');
});

for (const [who, says, next] of [
  ['stranger', 'Nobody here is who you signed in as', 'ask an administrator to invite you'],
  ['unverified', 'no verified e-mail address', 'Have the address verified there'],
  ['olena', "isn't connected with you yet", 'press Connect in My profile'],
  [null, "Single sign-on didn't work", 'Try again'],
] as const) {
  test(`whoever comes back as ${who ?? 'nobody'} is told why, and what to do`, async ({
    page,
    server,
    provider,
  }) => {
    await open(page, server, provider, { domains: ['acme.example'] });
    await signOut(page);
    await page.goto(`${server.url}${HOME}staff`);
    await button(page).click();
    await provider.choose(page, who);
    await expect(page).toHaveURL(`${server.url}${SIGN_IN}?return=%2Fc%2Facme-agency%2Fstaff`);
    const alert = page.getByRole('alert').filter({ hasText: says });
    await expect(alert).toContainText(next);
    await expect(alert.getByRole('code')).toHaveText(/^[\w-]{8,}$/);
    await expectAccessible(page);
    // And the password still leads to the page that was asked for.
    await page.getByLabel('E-mail or username').fill('olena');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${server.url}${HOME}staff`);
  });
}

test('what somebody else writes into a link is not said', async ({ page, server, provider }) => {
  await open(page, server, provider);
  await signOut(page);
  const lie = '?error=call_us&reference=%2B1+555+0100&return=https://evil.example/';
  await page.goto(`${server.url}${SIGN_IN}${lie}`);
  await expect(page.getByRole('alert').first()).toContainText("You couldn't be signed in");
  await expect(page.getByText('555')).toHaveCount(0);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
});

test('a provider that is gone is said where it was pressed', async ({ page, server, provider }) => {
  await open(page, server, provider);
  await signOut(page);
  await expect(button(page)).toBeVisible();
  await server.sql('UPDATE sso_provider SET enabled = 0');
  await button(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'There is nothing here' })).toBeVisible();
  await expect(button(page)).toBeEnabled();
});

test('where it is required, nothing else is offered but the owner’s way', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  await server.sql('UPDATE sso_provider SET required = 1');
  await signOut(page);
  await expect(button(page)).toBeVisible();
  await expect(page.getByLabel('Password', { exact: true })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Forgot password?' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'I own this CRM' }).click();
  await expect(page).toHaveURL(/by=password$/);
  await expect(page.getByText("The owner's password works here")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').last()).toContainText('takes another way to sign in');
  const factor = await enrol(page, server);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code from your authenticator app').fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(server.url + HOME);
});

test('who comes another way to where it is required is sent to it', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  await server.sql('UPDATE sso_provider SET required = 1');
  await signOut(page);
  const instead = page.getByRole('link', { name: 'Sign in with single sign-on' });
  await server.portal(page);
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Enter Acme Agency' }).click();
  await expect(page.getByRole('alert')).toContainText('takes another way to sign in');
  await expectAccessible(page);
  await instead.click();
  await expect(button(page)).toBeVisible();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('radio', { name: 'Acme Agency' }).check();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('alert').first()).toContainText('takes another way to sign in');
  await expectAccessible(page);
  await instead.click();
  await button(page).click();
  await expect(page).toHaveURL(server.url + HOME);
});

test('a second factor is asked for on the way, and the page is not forgotten', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  // Her session in the CRM ends with that.
  const factor = await enrol(page, server);
  await page.goto(`${server.url}${HOME}staff`);
  await button(page).click();
  await expect(page).toHaveTitle('Confirm with a code');
  await expect(page.getByText('A second factor protects this sign-in.')).toBeVisible();
  await expect(page.getByLabel('Trust this device')).toBeVisible();
  await page.getByLabel('Code from your authenticator app').fill(await factor.code());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.url}${HOME}staff`);
});

test('who proves by the provider who they are comes back to the page', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  await signOut(page);
  await button(page).click();
  await page.waitForURL(server.url + HOME);
  const remove = links(page).getByRole('button', { name: 'Disconnect Acme account' });
  await remove.click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog.getByLabel('Password', { exact: true })).toBeVisible();
  const byProvider = dialog.getByRole('button', { name: 'Confirm with Acme account' });
  await expectAccessible(page);
  await byProvider.click();
  // It asks anew, although it knows her.
  await provider.choose(page, 'stranger');
  await expect(page.getByRole('alert').first()).toContainText("Single sign-on didn't work");
  await remove.click();
  await byProvider.click();
  await provider.choose(page, 'olena');
  await expect(page).toHaveURL(server.url + HOME);
  await expect(page.getByText('Go on with what you wanted to do')).toBeVisible();
  await expectAccessible(page);
  await remove.click();
  const toast = page.getByRole('region', { name: 'What has just happened' }).first();
  await expect(toast).toContainText('Acme account is disconnected.');
  await expect(links(page)).toBeFocused();
  await expect(links(page)).toContainText('Not connected');
  await toast.getByRole('button', { name: /^Connect again/ }).click();
  await page.waitForURL(server.url + HOME);
  await expect(links(page)).toContainText(/olena@acme\.example · connected/);
});

test('who has no password is asked for none, and keeps the last way in', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  await server.disown('acme-agency');
  await server.sql(
    'UPDATE credential SET password_hash = NULL WHERE crm_id IS NOT NULL; UPDATE session SET step_up_at = NULL',
  );
  await page.goto(server.url + HOME);
  const remove = links(page).getByRole('button', { name: 'Disconnect Acme account' });
  await remove.click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveCount(0);
  await expect(dialog).toContainText('This needs your single sign-on');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Confirm with Acme account' }).click();
  await provider.choose(page, 'olena');
  await remove.click();
  const toast = page.getByRole('region', { name: 'What has just happened' }).first();
  await expect(toast).toContainText('nobody could sign in any more');
  await expect(links(page)).toContainText('connected');
});

test.describe('at the portal', () => {
  test.use({ atPortal: true });

  test('the server’s provider signs accounts in, and by its domain', async ({
    page,
    server,
    provider,
  }) => {
    await server.setUp();
    await provider.tell(server, PEOPLE);
    await page.goto(`${server.url}/sign-in`);
    const way = page.getByRole('button', { name: 'Sign in with House account' });
    await expect(way).toBeVisible();
    await expectAccessible(page);
    await way.click();
    await provider.choose(page, 'stranger');
    await expect(page).toHaveURL(`${server.url}/sign-in?return=%2Faccount`);
    await expect(page.getByRole('alert').first()).toContainText('Nobody here is who you signed');
    await expectAccessible(page);
    // The provider knows the stranger, and asks all the same.
    await way.click();
    await provider.choose(page, 'olena');
    await expect(page).toHaveURL(`${server.url}/account`);
  });

  test('an account connects it, and a CRM’s own is offered for its addresses', async ({
    page,
    server,
    provider,
    names,
  }) => {
    await page.goto(await server.setUp());
    await page.waitForURL(server.url + HOME);
    await provider.tell(server, PEOPLE);
    const id = await addProvider(page, server, provider, { domains: ['acme.example'] });
    await server.sql(`UPDATE sso_domain SET proven_at = 1 WHERE provider_id = '${id}'`);
    await server.portal(page);
    await page.goto(`${server.url}/account/settings`);
    await links(page).getByRole('button', { name: 'Connect House account' }).click();
    await provider.choose(page, 'olena');
    await expect(page).toHaveURL(`${server.url}/account/settings`);
    await expect(links(page)).toContainText(/olena@acme\.example · connected/);
    await expectAccessible(page);
    await signOut(page);
    await page.getByRole('button', { name: 'Change user' }).click();
    await page.getByLabel('E-mail').fill('anybody@acme.example');
    await page.getByLabel('Password', { exact: true }).focus();
    const toCrm = page.getByRole('button', { name: 'Sign in to Acme Agency with Acme account' });
    await expect(toCrm).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign in with House account' }).click();
    await expect(page).toHaveURL(`${server.url}/account`);
    expect(names.address).not.toBe('');
  });
});

for (const [locale, name] of [
  ['uk-UA', 'Увійти через Acme account'],
  ['ru-RU', 'Войти через Acme account'],
] as const) {
  test(`signing in by it speaks the reader's language: ${locale}`, async ({
    page,
    browser,
    server,
    provider,
  }) => {
    await open(page, server, provider);
    const other = await browser.newPage({ locale });
    await other.goto(server.url + SIGN_IN);
    await other.getByRole('button', { name }).click();
    await provider.choose(other, null);
    await expect(other.getByRole('alert').first()).toBeVisible();
    await expectAccessible(other);
    await other.close();
  });
}

test('who came by single sign-on alone sets a first password', async ({
  page,
  server,
  provider,
}) => {
  await open(page, server, provider);
  await connect(page, server, provider);
  const section = page.getByRole('region', { name: 'Password', exact: true });
  // The account has none: it gets one at the portal, and she may have one of her own here.
  await server.sql('UPDATE credential SET password_hash = NULL');
  await page.reload();
  await expect(section).toContainText('Your account has no password');
  await expect(section.getByLabel('New password', { exact: true })).toHaveCount(0);
  await expectAccessible(page);

  await server.disown('acme-agency');
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.reload();
  await expect(section).toContainText('You have no password yet');
  await expect(section.getByLabel('Current password')).toHaveCount(0);
  await expectAccessible(page);
  const set = async (): Promise<void> => {
    await section.getByLabel('New password', { exact: true }).fill('eight yellow submarines');
    await section.getByLabel('New password again').fill('eight yellow submarines');
    await section.getByRole('button', { name: 'Set a password' }).press('Enter');
  };
  await set();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByRole('button', { name: 'Confirm with Acme account' }).press('Enter');
  await provider.choose(page, 'olena');
  await expect(page).toHaveURL(server.url + HOME);
  await set();
  await expect(section.getByRole('status')).toContainText('Your password is set');
  await expect(section.getByRole('button', { name: 'Change password' })).toBeVisible();
  await expect(section.getByLabel('Current password')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(section.getByLabel('Current password')).toBeVisible();

  await signOut(page);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill('eight yellow submarines');
  await page.keyboard.press('Enter');
  await page.waitForURL(server.url + HOME);
});

for (const locale of ['uk-UA', 'ru-RU']) {
  test(`an account without a password gets its first one in the holder's language: ${locale}`, async ({
    server,
    browser,
  }) => {
    const page = await browser.newPage({ locale });
    await page.goto(await server.setUp());
    await server.portal(page);
    await server.sql('UPDATE credential SET password_hash = NULL');
    await server.sql('UPDATE session SET step_up_at = auth_at');
    await page.goto(`${server.url}/account/settings`);
    const section = page.locator('#password');
    await expect(section.locator('input[name=new]')).toBeVisible();
    await expect(section.locator('input[name=current]')).toHaveCount(0);
    await expectAccessible(page);
    await section.locator('input[name=new]').fill('eight yellow submarines');
    await section.locator('input[name=confirmation]').fill('eight yellow submarines');
    await section.locator('button[type=submit]').press('Enter');
    await expect(section.locator('input[name=current]')).toBeVisible();
    await page.close();
  });
}
