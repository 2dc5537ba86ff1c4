// What a designer does: draw a plain task, select the template in the properties panel, fill in its fields, save.
// node apply-template.mjs <template.json> <{"binding name or source": "what is typed", …}>   writes the diagram's XML
import { readFile } from 'node:fs/promises';
import { withModeler } from './modeler.mjs';

const [templateFile, typed] = process.argv.slice(2);
const template = JSON.parse(await readFile(templateFile, 'utf8'));

const xml = await withModeler([template], async page => {
  await page.evaluate(() => modeler.createDiagram());
  await page.getByText('Process', { exact: true }).waitFor();
  await page.evaluate(() => {
    const root = modeler.get('canvas').getRootElement();
    const task = modeler.get('modeling').createShape({ type: 'bpmn:Task' }, { x: 400, y: 200 }, root);
    modeler.get('selection').select(task);
  });
  await page.locator('.bio-properties-panel-select-template-button').click();
  await page.locator('.djs-popup .entry', { hasText: template.name }).click();
  for (const group of template.groups) {
    await page.locator(`[data-group-id="group-ElementTemplates__CustomProperties-${group.id}"] .bio-properties-panel-group-header`).click();
  }
  for (const [name, text] of Object.entries(JSON.parse(typed))) {
    const property = template.properties.find(({ binding }) => [binding.name, binding.source].includes(name));
    if (!property) throw new Error(`the template has no field for ${name}`);
    const at = template.properties.filter(({ group }) => group === property.group).indexOf(property);
    const field = page.locator(`[data-entry-id="custom-entry-${template.id}-${property.group}-${at}"] :is(input, select)`);
    if (property.type === 'Dropdown') await field.selectOption(text);
    else await field.fill(text);
    await field.blur();
  }
  return page.evaluate(async () => (await modeler.saveXML({ format: true })).xml);
});
console.log(xml);
