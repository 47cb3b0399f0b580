// The page of GET /docs, in the browser: Swagger UI on /openapi.json. The token that is entered stays in the memory of the page.
import SwaggerUi from "swagger-ui-dist/swagger-ui-es-bundle.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const followScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", followScheme);
followScheme();

SwaggerUi({
  dom_id: "#docs",
  url: "/openapi.json",
  deepLinking: true,
  filter: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  // It would send the document's address to a foreign host.
  validatorUrl: null,
  // The schemas stand with the calls.
  defaultModelsExpandDepth: -1,
});
