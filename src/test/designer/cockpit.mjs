// Looks an incident up in Camunda's Cockpit: node cockpit.mjs URL PASSWORD PROCESS_INSTANCE PICTURES
// Writes {"listed": the message in the list, "cutOff": whether the list has no room for it, "opened": what a click on it shows}.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withBrowser } from './browser.mjs';
import { openApp } from './camunda.mjs';

const [url, password, instance, pictures] = process.argv.slice(2);

await mkdir(pictures, { recursive: true });
const found = await withBrowser(async browser => {
  const page = await openApp(browser, `${url}/camunda/app/cockpit/default/#/process-instance/${instance}/runtime`, { user: 'demo', password });
  await page.getByText('Incidents', { exact: true }).first().click();
  const message = page.locator('td.message a');
  const listed = await message.innerText();
  const cutOff = await message.evaluate(shown => shown.scrollWidth > shown.clientWidth);
  await page.screenshot({ path: join(pictures, 'cockpit-incidents.png') });
  await message.click();
  const trace = page.locator('.modal-content textarea');
  await page.waitForFunction(() => document.querySelector('.modal-content textarea')?.value);
  await page.screenshot({ path: join(pictures, 'cockpit-incident.png'), animations: 'disabled' });
  return { listed, cutOff, opened: await trace.inputValue() };
});
console.log(JSON.stringify(found));
