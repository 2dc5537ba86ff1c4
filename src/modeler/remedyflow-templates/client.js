/*
 * Camunda Modeler offers element templates in its create, append and replace menus for Camunda 8 diagrams only. This puts
 * those of Camunda 7 into the same menus, and draws a template's icon on the tasks that use it.
 *
 * A plain script, loaded as it is: nothing is built. The services it asks for are those of bpmn-js, diagram-js and
 * bpmn-js-element-templates that the Modeler comes with.
 */
(function () {
  'use strict';

  /** Above the Modeler's own renderer. */
  const RENDER_PRIORITY = 1500;

  /** After whatever else follows the creation of an element. */
  const LATE = 200;

  /** Before whatever else looks at a command. */
  const EARLY = 2000;

  const PRIORITY = 'camunda:jobPriority';

  const ICON_SIZE = 18;
  const ICON_OFFSET = 5;

  /** What can stand in a diagram by itself. */
  const CREATABLE = [
    'Task', 'BusinessRuleTask', 'ManualTask', 'ReceiveTask', 'ScriptTask', 'SendTask', 'ServiceTask', 'UserTask', 'CallActivity',
    'SubProcess', 'Transaction', 'StartEvent', 'EndEvent', 'IntermediateCatchEvent', 'IntermediateThrowEvent', 'ExclusiveGateway',
    'ParallelGateway', 'InclusiveGateway', 'ComplexGateway', 'EventBasedGateway', 'DataObjectReference', 'DataStoreReference'
  ].map(type => `bpmn:${type}`);

  const SVG = 'http://www.w3.org/2000/svg';

  /**
   * Makes elements with their template already applied, in one step for undo and redo.
   *
   * The Modeler can only apply a Camunda 7 template to an element that stands in the diagram. So the element is created
   * plain, and the template follows while the command that creates it is still under way.
   */
  function TemplatedElements(bpmnFactory, elementFactory, elementTemplates, eventBus) {
    const templates = new WeakMap();

    const applyTo = shape => {
      const template = templates.get(shape);
      if (template) {
        templates.delete(shape);
        // It has the right type already, and the Modeler would replace it by another element all the same.
        elementTemplates.applyTemplate(shape, { ...template, elementType: undefined });
        eventBus.fire('templatedElements.created', { shape, template });
      }
    };
    eventBus.on('commandStack.elements.create.postExecuted', LATE, ({ context }) => context.elements.forEach(applyTo));
    eventBus.on('commandStack.shape.append.postExecuted', LATE, ({ context }) => applyTo(context.shape));

    this.create = template => {
      const type = typeOf(template);
      // Named like its template, so that nobody has to think of a name.
      const businessObject = bpmnFactory.create(type, isNamed(type) ? { name: template.name } : {});
      const shape = elementFactory.createShape({ type, businessObject });
      templates.set(shape, template);
      return shape;
    };
  }
  TemplatedElements.$inject = ['bpmnFactory', 'elementFactory', 'elementTemplates', 'eventBus'];

  /**
   * Opens the first field that has to be filled in, once the new element's name has been accepted: groups are closed, and
   * nothing else shows that a field is empty.
   */
  function FirstField(eventBus) {
    const created = new WeakMap();

    eventBus.on('templatedElements.created', ({ shape, template }) => created.set(shape, template));
    eventBus.on(['directEditing.complete', 'directEditing.cancel'], LATE, ({ active }) => {
      const template = active && created.get(active.element); // it may be completed twice
      const id = template && firstField(template);
      if (id) {
        setTimeout(() => eventBus.fire('propertiesPanel.showEntry', { id })); // once the canvas has had the focus
      }
      if (template) {
        created.delete(active.element);
      }
    });
  }
  FirstField.$inject = ['eventBus'];

  /**
   * Takes a priority away that a designer has cleared. The properties panel leaves an empty attribute, which makes Camunda
   * refuse the diagram.
   */
  function ClearedPriority(eventBus) {
    eventBus.on([
      'commandStack.element.updateModdleProperties.preExecute',
      'commandStack.element.updateProperties.preExecute'
    ], EARLY, ({ context }) => {
      if (context.properties && context.properties[PRIORITY] === '') {
        context.properties = { ...context.properties, [PRIORITY]: undefined };
      }
    });
  }
  ClearedPriority.$inject = ['eventBus'];

  /** Templates in the menu behind the palette's three dots, and behind the key n. */
  function CreateMenu(create, elementTemplates, mouse, popupMenu, templatedElements, translate) {
    popupMenu.registerProvider('bpmn-create', {
      getPopupMenuEntries: () => entries => {
        const start = template => event => {
          popupMenu.close();
          return create.start(pointer(event, mouse), templatedElements.create(template));
        };
        return withEntries(entries, 'create', elementTemplates.getLatest().filter(isCreatable), translate, template => ({
          click: start(template),
          dragstart: start(template)
        }));
      }
    });
  }
  CreateMenu.$inject = ['create', 'elementTemplates', 'mouse', 'popupMenu', 'templatedElements', 'translate'];

  /** Templates in the menu behind the three dots beside an element, and behind the key a. */
  function AppendMenu(autoPlace, create, elementTemplates, mouse, popupMenu, rules, templatedElements, translate) {
    popupMenu.registerProvider('bpmn-append', {
      getPopupMenuEntries: element => entries => {
        if (!rules.allowed('shape.append', { element })) {
          return entries;
        }
        return withEntries(entries, 'append', elementTemplates.getLatest().filter(isAppendable), translate, template => ({
          click: () => autoPlace.append(element, templatedElements.create(template)),
          dragstart: event => create.start(pointer(event, mouse), templatedElements.create(template), { source: element })
        }));
      }
    });
  }
  AppendMenu.$inject = [
    'autoPlace', 'create', 'elementTemplates', 'mouse', 'popupMenu', 'rules', 'templatedElements', 'translate'
  ];

  /** Templates in the menu behind the wrench: for an element that is there already, which keeps its name and its flows. */
  function ReplaceMenu(elementTemplates, popupMenu, translate) {
    popupMenu.registerProvider('bpmn-replace', {
      getPopupMenuEntries: element => entries => {
        const applied = templateIdOf(element);
        const others = elementTemplates.getLatest(element).filter(({ id }) => id !== applied);
        return withEntries(entries, 'replace', others, translate, template => () =>
          elementTemplates.applyTemplate(element, template));
      }
    });
  }
  ReplaceMenu.$inject = ['elementTemplates', 'popupMenu', 'translate'];

  /** The template's icon in the place of the gear, or whatever else the type of the task shows. */
  function CanvasIcons(bpmnRenderer, elementRegistry, elementTemplates, eventBus) {
    const icon = element => {
      const id = !element.labelTarget && templateIdOf(element);
      const template = id && (elementTemplates.get(element) || elementTemplates.getLatest(id)[0]);
      return template && template.icon && template.icon.contents;
    };

    eventBus.on('render.shape', RENDER_PRIORITY, (event, { element, gfx, attrs }) => {
      const contents = isTask(element) && icon(element);
      if (!contents) {
        return undefined; // the Modeler draws it
      }
      const drawn = bpmnRenderer.handlers['bpmn:Task'](gfx, element, attrs);
      const image = document.createElementNS(SVG, 'image');
      Object.entries({ href: contents, x: ICON_OFFSET, y: ICON_OFFSET, width: ICON_SIZE, height: ICON_SIZE })
        .forEach(([name, value]) => image.setAttribute(name, value));
      gfx.appendChild(image);
      return drawn;
    });

    // Templates come when the diagram is drawn already, and again when their files change.
    eventBus.on('elementTemplates.changed', () => {
      elementRegistry
        .filter(element => !element.labelTarget && isTask(element) && templateIdOf(element))
        .forEach(element => eventBus.fire('element.changed', { element }));
    });
  }
  CanvasIcons.$inject = ['bpmnRenderer', 'elementRegistry', 'elementTemplates', 'eventBus'];

  /** The menu's entries and one for each template. The keys are those of the Modeler's own menus for Camunda 8. */
  function withEntries(entries, menu, templates, translate, action) {
    const added = templates.map(template => [`${menu}.template-${template.id}`, {
      label: translate(template.name),
      description: template.description && translate(template.description),
      documentationRef: template.documentationRef,
      imageUrl: template.icon && template.icon.contents,
      search: template.keywords && template.keywords.join(' '),
      group: template.category
        ? { ...template.category, name: translate(template.category.name) }
        : { id: 'templates', name: translate('Templates') },
      action: action(template)
    }]);
    return { ...entries, ...Object.fromEntries(added) };
  }

  /**
   * The properties panel's name for the first field that may not stay as empty as it is, or else shows an example: one of
   * several may be needed. Undefined where there is none.
   */
  function firstField({ id, properties }) {
    const empty = properties.filter(({ type, value }) => type !== 'Hidden' && !value);
    const field = empty.find(({ constraints }) => refusesEmpty(constraints)) || empty.find(({ placeholder }) => placeholder);
    if (!field) {
      return undefined;
    }
    const place = properties.filter(({ group }) => group === field.group).indexOf(field);
    return ['custom-entry', id, ...(field.group ? [field.group] : []), place].join('-');
  }

  function refusesEmpty({ notEmpty, minLength, pattern } = {}) {
    return Boolean(notEmpty || minLength || (pattern && !new RegExp(pattern.value || pattern).test('')));
  }

  /** What the element becomes, where the template leaves a choice. */
  function typeOf({ elementType, appliesTo }) {
    return elementType ? elementType.value : appliesTo[0];
  }

  /** Templates for abstract types (bpmn:Activity) are for elements that are there; the Modeler could not draw a new one. */
  function isCreatable(template) {
    return CREATABLE.includes(typeOf(template));
  }

  function isAppendable(template) {
    return isCreatable(template) && typeOf(template) !== 'bpmn:StartEvent';
  }

  function isNamed(type) {
    return /(Task|Activity)$/.test(type);
  }

  function isTask(element) {
    return Boolean(element.businessObject) && element.businessObject.$instanceOf('bpmn:Task');
  }

  function templateIdOf({ businessObject }) {
    return businessObject && businessObject.get('camunda:modelerTemplate');
  }

  function pointer(event, mouse) {
    return event instanceof KeyboardEvent ? mouse.getLastMoveEvent() : event;
  }

  const module = {
    __init__: ['templatedElements', 'templateFirstField', 'templatesCreateMenu', 'templatesAppendMenu', 'templatesReplaceMenu', 'templateCanvasIcons', 'templateClearedPriority'],
    templatedElements: ['type', TemplatedElements],
    templateFirstField: ['type', FirstField],
    templatesCreateMenu: ['type', CreateMenu],
    templatesAppendMenu: ['type', AppendMenu],
    templatesReplaceMenu: ['type', ReplaceMenu],
    templateCanvasIcons: ['type', CanvasIcons],
    templateClearedPriority: ['type', ClearedPriority]
  };

  // As the Modeler's plugin helpers register a module for Camunda 7 diagrams.
  window.plugins = window.plugins || [];
  window.plugins.push({ plugin: module, type: 'bpmn.platform.modeler.additionalModules' });
})();
