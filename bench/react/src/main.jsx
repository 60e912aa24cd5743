// Mounts the panel: the skeleton at once, the incident when it has arrived.
import { createRoot } from "react-dom/client";
import { App } from "./App.jsx";

document.body.style.margin = "0";
createRoot(document.getElementById("app")).render(<App />);
