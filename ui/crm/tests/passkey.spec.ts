import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { CDPSession, Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test, type Server } from './server.js';
import { enrol } from './totp.js';

/** A port that is free now. */
async function freePort(): Promise<number> {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  await once(free, 'close');
  return port;
}

/** A server with a name, which passkeys are for. */
const port = String(await freePort());
test.use({
  settings: {
    NINEFOLD_LISTEN: `127.0.0.1:${port}`,
    NINEFOLD_BASE_URL: `http://localhost:${port}`,
  },
});

const SETTINGS = '/account/settings';
const CRM = '/c/acme-agency';
const section = (page: Page) => page.getByRole('region', { name: 'Passkeys' });
const rows = (page: Page) => section(page).getByRole('listitem');
const toast = (page: Page) => page.getByRole('region', { name: 'What has just happened' });
const byPasskey = (page: Page) => page.getByRole('button', { name: 'Sign in with a passkey' });

/** A device that unlocks with a finger, and somebody who has it. */
class Device {
  readonly #cdp: CDPSession;
  readonly #id: string;

  private constructor(cdp: CDPSession, id: string) {
    this.#cdp = cdp;
    this.#id = id;
  }

  static async of(page: Page): Promise<Device> {
    // It would take the first one that is suggested.
    await page.addInitScript(
      'PublicKeyCredential.isConditionalMediationAvailable = async () => false',
    );
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Device(cdp, authenticatorId);
  }

  /** Whether it knows the finger. */
  async knows(isUserVerified: boolean): Promise<void> {
    await this.#cdp.send('WebAuthn.setUserVerified', {
      authenticatorId: this.#id,
      isUserVerified,
    });
  }
}

/** Olena, in the CRM, where she has proved lately who she is. */
async function enter(page: Page, server: Server): Promise<void> {
  await page.goto(await server.setUp());
  await expect(page).toHaveURL(`${server.url}${CRM}/`);
  await server.sql('UPDATE session SET step_up_at = auth_at');
}

/** Adds the first passkey in the settings that are open. */
async function add(page: Page): Promise<void> {
  await section(page).getByRole('button', { name: 'Add a passkey' }).press('Enter');
  await expect(toast(page)).toContainText('signs you in from now on.');
  await expect(rows(page)).toHaveCount(1);
}

async function signOut(page: Page, server: Server): Promise<void> {
  await server.sql("UPDATE session SET revoked_at = 1, revoke_reason = 'sign_out'");
  await page.context().clearCookies({ name: /^(s_|select)/ });
}

test('a passkey is added after a proof, and signs in', async ({ page, server }) => {
  await Device.of(page);
  await server.setUp();
  await server.portal(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await page.goto(server.url + SETTINGS);
  await expect(section(page)).toContainText('with no password and no code');
  await section(page).getByRole('button', { name: 'Add a passkey' }).press('Enter');
  await prove(page);
  await expect(toast(page)).toContainText('signs you in from now on.');
  await expect(rows(page)).toContainText('not used yet');
  await expect(section(page)).toBeFocused();

  await signOut(page, server);
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await byPasskey(page).press('Enter');
  await expect(page).toHaveURL(`${server.url}/account`);
  await page.goto(server.url + SETTINGS);
  const sessions = page.getByRole('region', { name: 'Sessions and devices' });
  await expect(sessions).toContainText('by passkey, with a second factor');
  await expect(rows(page)).not.toContainText('not used yet');
  await expectAccessible(page);
});

test('a passkey is named, removed and brought back', async ({ page, server }) => {
  await Device.of(page);
  await enter(page, server);
  await add(page);
  await section(page)
    .getByRole('button', { name: /^Rename/ })
    .press('Enter');
  const name = page.getByRole('dialog').getByLabel('Name');
  await expect(name).toBeFocused();
  await expectAccessible(page);
  await name.fill('Laptop');
  await page.keyboard.press('Enter');
  await expect(rows(page)).toContainText('Laptop');
  await page.getByRole('button', { name: 'Remove Laptop' }).press('Enter');
  await expect(toast(page)).toContainText('The passkey “Laptop” signs nobody in any more.');
  await expect(rows(page)).toHaveCount(0);
  await expect(section(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(rows(page)).toContainText('Laptop');
});

test('a CRM takes the passkeys of its own users', async ({ page, server }) => {
  const device = await Device.of(page);
  await enter(page, server);
  await add(page);
  await signOut(page, server);
  await page.goto(`${server.url}${CRM}/sign-in`);
  await expect(byPasskey(page)).toBeVisible();
  await expectAccessible(page);

  // The device doesn't know whose finger it is.
  await device.knows(false);
  await byPasskey(page).click();
  await expect(page.getByText('No passkey was used')).toBeVisible();
  await expectAccessible(page);
  await device.knows(true);
  await byPasskey(page).click();
  await expect(page).toHaveURL(`${server.url}${CRM}/`);

  await server.portal(page);
  await server.create(page, 'Berry Ltd');
  await page.goto(`${server.url}/c/berry-ltd/sign-in`);
  await byPasskey(page).click();
  await expect(page.getByRole('alert')).toContainText("This passkey isn't taken here");
  await expectAccessible(page);
});

test('a passkey confirms who one is', async ({ page, server }) => {
  await Device.of(page);
  await enter(page, server);
  await add(page);
  await server.sql('UPDATE session SET step_up_at = NULL');
  await section(page)
    .getByRole('button', { name: /^Remove/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click();
  await expect(dialog).toBeHidden();
  await expect(rows(page)).toHaveCount(0);
});

test('after a password, a passkey stands for the code', async ({ page, server }) => {
  await Device.of(page);
  await server.setUp();
  await enrol(page, server);
  await page.goto(server.url + SETTINGS);
  await add(page);
  await signOut(page, server);
  await page.goto(`${server.url}${CRM}/sign-in`);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Confirm with a code');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use a passkey instead' }).click();
  await expect(page).toHaveURL(`${server.url}${CRM}/`);
});

test('the browser is asked to suggest passkeys while the login is typed', async ({
  page,
  server,
}) => {
  await page.addInitScript(`
    PublicKeyCredential.isConditionalMediationAvailable = async () => true;
    navigator.credentials.get = async (options) => {
      window.asked = options.mediation;
      return new Promise(() => undefined);
    };`);
  await server.setUp();
  for (const [path, field] of [
    ['/sign-in', 'E-mail'],
    [`${CRM}/sign-in`, 'E-mail or username'],
  ] as const) {
    await page.goto(server.url + path);
    await expect(page.getByLabel(field)).toHaveAttribute('autocomplete', 'username webauthn');
    await expect.poll(async () => page.evaluate('window.asked')).toBe('conditional');
  }
});

test('a browser without passkeys offers none', async ({ page, server }) => {
  await page.addInitScript('delete window.PublicKeyCredential');
  await server.setUp();
  await page.goto(`${server.url}${CRM}/sign-in`);
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  await expect(byPasskey(page)).toHaveCount(0);
  await server.portal(page);
  await page.goto(server.url + SETTINGS);
  await expect(section(page)).toContainText('This browser has no passkeys');
  await expectAccessible(page);
});

test.describe('at an address of numbers', () => {
  test.use({ settings: {} });
  test('a server without a name offers none', async ({ page, server }) => {
    await server.setUp();
    await page.goto(`${server.url}${CRM}/sign-in`);
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
    await expect(byPasskey(page)).toHaveCount(0);
  });
});
