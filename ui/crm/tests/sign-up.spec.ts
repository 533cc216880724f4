import { expect, expectAccessible, test } from './server.js';

const MARIIA = 'mariia@berry.example';
const PASSWORD = 'nine purple balloons';

test.use({ signUp: 'open' });
test.beforeEach(async ({ server }) => {
  await server.setUp();
});

test('a new person signs up, confirms and is in their CRM', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page).toHaveTitle('Create your account');
  await expect(page.getByLabel('Your name')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Your name').fill('Mariia Berry');
  await page.getByLabel('E-mail').fill(MARIIA);
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('too short');
  await page.getByLabel('Name of the CRM').fill('Berry Ltd');
  await page.keyboard.press('Enter');
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/At least 15 characters\./);
  await expectAccessible(page);
  await password.fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText(`A letter to ${MARIIA} says what is next`);
  await expectAccessible(page);

  await page.goto(await server.linkFor(MARIIA));
  await expect(page).toHaveTitle('Confirm your account');
  await expect(page).toHaveURL(`${server.url}/sign-up/confirm`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(`${server.url}/c/berry-ltd/`);
  await expect(page.getByRole('definition')).toContainText(['Mariia Berry', '@mariia', MARIIA]);
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole('row').filter({ hasText: 'Berry Ltd' })).toContainText('Owner');
});

test('another browser is asked for the password', async ({ page, server, browser }) => {
  await page.goto(`${server.url}/sign-up`);
  await page.getByLabel('Your name').fill('Mariia Berry');
  await page.getByLabel('E-mail').fill(MARIIA);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  const link = await server.linkFor(MARIIA);

  const context = await browser.newContext();
  const phone = await context.newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Confirm' }).press('Enter');
  const password = phone.getByLabel('Password', { exact: true });
  await expect(password).toBeFocused();
  await expect(phone.getByText('You signed up in another browser.')).toBeVisible();
  await expectAccessible(phone);
  await phone.keyboard.type('ten orange umbrellas');
  await phone.keyboard.press('Enter');
  await expect(password).toHaveAccessibleDescription(/The password is wrong/);
  await expect(password).toBeFocused();
  await password.fill(PASSWORD);
  await phone.keyboard.press('Enter');
  await expect(phone).toHaveURL(`${server.url}/c/my-crm/`);

  await page.goto(link);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('alert')).toContainText("This doesn't work any more");
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sign up again' }).click();
  await expect(page).toHaveURL(`${server.url}/sign-up`);
  await context.close();
});

for (const [locale, title] of [
  ['uk-UA', 'Створіть обліковий запис'],
  ['ru-RU', 'Создайте учётную запись'],
] as const) {
  test(`signing up speaks the reader's language: ${locale}`, async ({ server, browser }) => {
    const page = await browser.newPage({ locale });
    await page.goto(`${server.url}/sign-up`);
    await expect(page).toHaveTitle(title);
    await expect(page.getByRole('textbox')).toHaveCount(4);
    await expectAccessible(page);
    await page.goto(`${server.url}/sign-up/confirm#ticket=x`);
    await page.getByRole('button').click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await expectAccessible(page);
    await page.close();
  });
}

test.describe('where nobody may sign up', () => {
  test.use({ signUp: 'closed' });

  test('the page says so, and sign-in does not lead there', async ({ page, server }) => {
    const [told] = await Promise.all([
      page.waitForResponse('**/api/v1/sign-up'),
      page.goto(`${server.url}/sign-in`),
    ]);
    await told.finished();
    await expect(page.getByRole('link', { name: 'I know the address of my CRM' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);
    await page.goto(`${server.url}/sign-up`);
    await expect(page.getByRole('status')).toContainText('Nobody can sign up here');
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expectAccessible(page);
  });
});

test.describe('where people sign up by a link of the operator', () => {
  test.use({ signUp: 'invite' });

  test('the page takes it once, and says without it what it takes', async ({ page, server }) => {
    const [told] = await Promise.all([
      page.waitForResponse('**/api/v1/sign-up'),
      page.goto(`${server.url}/sign-in`),
    ]);
    await told.finished();
    await expect(page.getByRole('link', { name: 'I know the address of my CRM' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);
    await page.goto(`${server.url}/sign-up`);
    await expect(page.getByRole('status')).toContainText('Signing up takes a link here');
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expectAccessible(page);

    const link = await server.signUpLink();
    const signUp = async (email: string): Promise<void> => {
      await page.goto('about:blank');
      await page.goto(link);
      await expect(page).toHaveURL(`${server.url}/sign-up`);
      await page.getByLabel('Your name').fill('Mariia Berry');
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
    };
    await signUp(MARIIA);
    await expect(page.getByRole('status')).toContainText(`A letter to ${MARIIA} says what is next`);
    await page.goto(await server.linkFor(MARIIA));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page).toHaveURL(`${server.url}/c/my-crm/`);
    await signUp('zoe@berry.example');
    await expect(page.getByRole('alert')).toContainText('Signing up takes a link here');
    await expectAccessible(page);
  });
});
