// Compiles the styles and copies GOV.UK Frontend's module into static/built/, which git ignores.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "sass";

const FRONTEND = "node_modules/govuk-frontend/dist/govuk";
const BUILT = "static/built";

mkdirSync(BUILT, { recursive: true });

const { css } = compile("static/scss/main.scss", {
  loadPaths: ["node_modules"],
  style: "compressed",
  quietDeps: true,
});
writeFileSync(`${BUILT}/main.css`, css);

// Without its note on a source map, which is not copied: the hashing of static files would look for it.
const script = readFileSync(`${FRONTEND}/govuk-frontend.min.js`, "utf8");
writeFileSync(`${BUILT}/govuk-frontend.min.js`, script.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
