// Elements of the page. Text is never parsed as markup.

/** Sets the attributes of an element and adds children. Functions become listeners. */
const filled = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

/** Makes an element of HTML. */
const make = (tag, attributes = {}, ...children) =>
  filled(document.createElement(tag), attributes, children);

/** Makes an element of SVG. */
const draw = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** Makes the text of a cell of a table. The attributes have the value and the column. */
const cell = (row, column, text) =>
  make("data", { value: row[column], "data-column": column }, text);

/** Returns children with a text between them. */
const joined = (children, between) =>
  children.filter(Boolean).flatMap((child, place) => (place === 0 ? [child] : [between, child]));

