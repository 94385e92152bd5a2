// Light or dark: as the system is set, until the reader chooses.

const dark = matchMedia("(prefers-color-scheme: dark)");

function apply(theme: string): void {
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event("contrail-theme"));
}

export function toggleTheme(): void {
  apply(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

apply(dark.matches ? "dark" : "light");
dark.addEventListener("change", () => apply(dark.matches ? "dark" : "light"));
