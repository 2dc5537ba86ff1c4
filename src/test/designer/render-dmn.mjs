// The picture of the decisions: the diagram of what needs what, and below it each table.
// node render-dmn.mjs <file.dmn> <picture.png>
import { readFile, writeFile } from 'node:fs/promises';
import { withPage } from './browser.mjs';

const [dmnFile, pictureFile] = process.argv.slice(2);
const xml = await readFile(dmnFile, 'utf8');

await withPage({
  html: `<style>
           body { margin: 0; width: 3000px }
           #picture { display: inline-block; background: white; padding: 12px }
           #picture > div { margin-bottom: 24px }
           .dmn-decision-table-container, .tjs-container, .tjs-table-container { height: auto !important; overflow: visible !important }
           .powered-by, .bjs-powered-by, .view-drd { display: none !important }
         </style><div id="canvas" style="height: 800px"></div><div id="picture"></div>`,
  styles: ['dmn-js-shared', 'dmn-js-drd', 'dmn-js-decision-table', 'dmn-js-literal-expression', 'diagram-js', 'dmn-font/css/dmn-embedded']
    .map(name => `dmn-js/dist/assets/${name}.css`),
  scripts: ['dmn-js/dist/dmn-viewer.production.min.js'],
  scale: 1
}, async page => {
  await page.evaluate(async drawn => {
    const viewer = new DmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(drawn);
    if (warnings.length > 0) throw new Error(warnings.map(({ message }) => message).join('; '));
    const show = content => document.querySelector('#picture').insertAdjacentHTML('beforeend', `<div class="dmn-js-parent" style="height: auto">${content}</div>`);
    const { svg } = await viewer.getActiveViewer().saveSVG();
    show(svg.slice(svg.indexOf('<svg')));
    for (const view of viewer.getViews().filter(({ type }) => type === 'decisionTable')) {
      await viewer.open(view);
      show(document.querySelector('.dmn-decision-table-container').outerHTML);
    }
    document.querySelector('#canvas').remove();
  }, xml);
  await writeFile(pictureFile, await page.locator('#picture').screenshot());
});
