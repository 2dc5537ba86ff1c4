// Opens a form as Tasklist does, with a task's variables, and submits it untouched.
// node open-form.mjs <file.form> <{"variable": value, …}>   writes {"shown": the form's text, "data": …, "errors": …}
// Of an array of such variables it makes an array of these, one form after the other.
import { readFile } from 'node:fs/promises';
import { withPage } from './browser.mjs';

const [formFile, variables] = process.argv.slice(2);
const schema = JSON.parse(await readFile(formFile, 'utf8'));

const opened = await withPage({
  html: '<div id="form"></div>',
  styles: ['@bpmn-io/form-js/dist/assets/form-js.css'],
  scripts: ['@bpmn-io/form-js/dist/form-viewer.umd.js']
}, async page => {
  const open = async variables => {
    await page.evaluate(async ([drawn, data]) => {
      if (window.form instanceof FormViewer.Form) form.destroy();
      window.form = new FormViewer.Form({ container: '#form' });
      const { warnings } = await form.importSchema(drawn, data);
      if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
    }, [schema, variables]);
    await page.locator('.fjs-form-field').first().waitFor();
    // A field takes part in the submission only once it is registered, some milliseconds after it is drawn.
    await page.waitForFunction(() => form.get('formFieldInstanceRegistry').getAll().length > 0);
    const shown = await page.locator('#form').innerText();
    return { shown, ...await page.evaluate(() => form.submit()) };
  };
  const given = JSON.parse(variables);
  if (!Array.isArray(given)) return open(given);
  const all = [];
  for (const one of given) all.push(await open(one));
  return all;
});
console.log(JSON.stringify(opened));
