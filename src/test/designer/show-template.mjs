// What the Modeler's properties panel says about an element's template: "Applied", "Not found", "Update available", …
// node show-template.mjs <template.json> <file.bpmn> <element id>
import { readFile } from 'node:fs/promises';
import { withModeler } from './modeler.mjs';

const [templateFile, bpmnFile, elementId] = process.argv.slice(2);
const template = JSON.parse(await readFile(templateFile, 'utf8'));
const xml = await readFile(bpmnFile, 'utf8');

console.log(await withModeler([template], async page => {
  await page.evaluate(async drawn => {
    const { warnings } = await modeler.importXML(drawn);
    if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
  }, xml);
  await page.getByText('Process', { exact: true }).waitFor();
  await page.evaluate(id => modeler.get('selection').select(modeler.get('elementRegistry').get(id)), elementId);
  return page.locator('.bio-properties-panel-templates-group .bio-properties-panel-group-header-buttons').innerText();
}));
