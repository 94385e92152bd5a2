// Makes elements. Texts of a file reach a page through textContent only.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An element; functions are listeners, and the rest are attributes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }

  append(element, ...children);
  return element;
}

export function append(element: Element, ...children: Child[]): void {
  for (const child of children) {
    if (child) {
      element.append(typeof child === "string" ? document.createTextNode(child) : child);
    }
  }
}

export function replace(element: Element, ...children: Child[]): void {
  element.textContent = "";
  append(element, ...children);
}

/** A section with a heading that navigation leads to. */
export function section(id: string, title: string, ...children: Child[]): HTMLElement {
  return h("section", { id, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title`, tabindex: "-1" }, title), ...children);
}

const colors = new Map<string, string>();
document.addEventListener("contrail-theme", () => colors.clear());

/** The value of a variable of the style sheet, in the theme that is shown. */
export function color(name: string): string {
  let value = colors.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    colors.set(name, value);
  }

  return value;
}

const live = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
document.body.append(live);

/** Reads a text to those who do not see the page. */
export function announce(text: string): void {
  live.textContent = text;
}
