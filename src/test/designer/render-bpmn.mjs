// The picture of a process as the Modeler draws it, twice its size and cut to its edges.
// node render-bpmn.mjs <file.bpmn> <picture.png>
import { readFile, writeFile } from 'node:fs/promises';
import { withPage } from './browser.mjs';

const [bpmnFile, pictureFile] = process.argv.slice(2);
const xml = await readFile(bpmnFile, 'utf8');

await withPage({
  html: '<style>body { margin: 0 } #canvas { width: 100vw; height: 100vh } #picture { display: inline-block; background: white; padding: 12px }</style><div id="canvas"></div>',
  styles: ['camunda-bpmn-js/dist/assets/bpmn-js.css', 'camunda-bpmn-js/dist/assets/diagram-js.css'],
  scripts: ['camunda-bpmn-js/dist/camunda-platform-viewer.production.min.js'],
  scale: 2
}, async page => {
  await page.evaluate(async drawn => {
    document.documentElement.lang = 'zh-CN'; // or Chinese words take Japanese forms
    const viewer = new BpmnViewer({ container: '#canvas' });
    const { warnings } = await viewer.importXML(drawn);
    if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
    const { svg } = await viewer.saveSVG();
    document.body.innerHTML = `<div id="picture">${svg.slice(svg.indexOf('<svg'))}</div>`;
    document.querySelector('svg').style.display = 'block';
  }, xml);
  await writeFile(pictureFile, await page.locator('#picture').screenshot());
});
