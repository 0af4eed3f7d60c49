// Compiles the styles and copies the typeface and GOV.UK Frontend's module into static/built/, which git ignores.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const FRONTEND = "node_modules/govuk-frontend/dist/govuk";
const TYPEFACE = "node_modules/@fontsource/ibm-plex-sans";
const BUILT = "static/built";

mkdirSync(`${BUILT}/fonts`, { recursive: true });

// What is bold is of weight 600, which is enough beside 400 and calmer than 700. Each face is loaded where its letters stand.
const faces = ["400", "600"].map((weight) => {
  const css = readFileSync(`${TYPEFACE}/${weight}.css`, "utf8");
  for (const [, name] of css.matchAll(/files\/([\w-]+\.woff2)/g)) {
    copyFileSync(`${TYPEFACE}/files/${name}`, `${BUILT}/fonts/${name}`);
  }
  return css
    .replace(/url\(\.\/files\/([\w-]+\.woff2)\)/g, "url(fonts/$1)")
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/, url\([^)]*\.woff\) format\('woff'\)/g, "")
    .replace(/font-weight: 600;/g, "font-weight: 600 700;");
});

const { css } = compile("static/scss/main.scss", {
  loadPaths: ["node_modules"],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(`${BUILT}/main.css`, faces.join("") + css);

// Without its note on a source map, which is not copied: the hashing of static files would look for it.
const script = readFileSync(`${FRONTEND}/govuk-frontend.min.js`, "utf8");
writeFileSync(`${BUILT}/govuk-frontend.min.js`, script.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
