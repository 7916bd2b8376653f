import { loadApp } from "../load-app.js";

// The browser has logged what failed, and the first intent tries again.
loadApp(0).catch(() => {});
