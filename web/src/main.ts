import { mount } from "svelte";
import "./style/tokens.css";
import "./style/base.css";
import { Api } from "./api";
import App from "./App.svelte";
import { savedTheme, wear } from "./theme";

wear(
  savedTheme(localStorage),
  document.documentElement,
  matchMedia("(prefers-color-scheme: dark)").matches,
  localStorage,
);
mount(App, { target: document.getElementById("app")!, props: { api: new Api() } });
