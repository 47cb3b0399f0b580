// Where the page begins.
import { render } from "preact";
import { App } from "./app.tsx";
import "./style/tokens.css";
import "./style/frame.css";
import "./style/text.css";
import "./style/card.css";
import "./style/form.css";
import "./style/dialog.css";
import "./style/state.css";
import "./style/table.css";
import "./style/chart.css";
import "./style/act.css";
import "./style/print.css";

// A file that is dropped beside its place would be opened in place of the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());

const place = document.getElementById("page");
if (place !== null) render(<App />, place);
