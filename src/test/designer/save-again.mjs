// Opens diagrams in the Modeler and saves them, as a designer does who changes nothing.
// node save-again.mjs <file.bpmn>…   writes the name of each file that would not be the same afterwards
import { readFile } from 'node:fs/promises';
import { withModeler } from './modeler.mjs';

const changed = [];

await withModeler([], async page => {
  for (const file of process.argv.slice(2)) {
    const xml = await readFile(file, 'utf8');
    const saved = await page.evaluate(async drawn => {
      const { warnings } = await modeler.importXML(drawn);
      if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
      return (await modeler.saveXML({ format: true })).xml;
    }, xml);
    if (saved !== xml) changed.push(file);
  }
});
console.log(changed.join('\n'));
