import { listenForIntent } from "@chatisle/widget/intent";
import { loadApp } from "../load-app.js";

listenForIntent(loadApp);
