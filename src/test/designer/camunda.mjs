// Camunda's web apps, as a user who has just logged in sees them.

/** A page of one of the apps; the browser speaks the given language, and is where the time zone is. */
export async function openApp(browser, address, { user, password, language = 'en', timezone }) {
  // High enough for the longest form: a click on a button at the very edge is lost.
  const page = await (await browser.newContext({ locale: language, timezoneId: timezone, viewport: { width: 1280, height: 1300 } })).newPage();
  page.setDefaultTimeout(30_000);
  const name = page.locator('input[ng-model="username"]');
  const secret = page.locator('input[ng-model="password"]');
  await load(page, name, () => page.goto(address));
  // The page moves the focus to the name a moment after it is shown, and takes what is being typed along.
  for (let tries = 0; tries < 5; tries++) {
    await name.fill(user);
    await secret.fill(password);
    if (await name.inputValue() === user && await secret.inputValue() === password) break;
  }
  await page.click('button[type=submit]');
  return page;
}

/**
 * Loads the page until it shows what it should. While another page is being loaded as well, Camunda at times writes
 * another nonce into a page than into its Content-Security-Policy, and the browser runs none of its scripts: a person reloads.
 */
export async function load(page, expected, first = () => page.reload()) {
  await first();
  for (let tries = 1; ; tries++) {
    try {
      return await expected.waitFor({ timeout: 8_000 });
    } catch (fault) {
      if (tries === 4) throw fault;
      await page.reload();
    }
  }
}
