/* Ask before a page of the desk is left whose text is not saved: what differs from what the server sent,
   or, where this script's element has data-unsaved, all of it. */
"use strict";
{
  const unsaved = "unsaved" in document.currentScript.dataset;
  const form = document.querySelector("#content form[method=post]");
  const lists = () => [...form.querySelectorAll("select[multiple]")].map(list => list.length).join();
  let leaving = false;
  let loaded = null;

  /* The choice that a list has before anybody chooses: the last one marked, else its first. */
  const chosen = list => {
    const marked = [...list.options].filter(option => option.defaultSelected).pop();
    return marked || list.options[0];
  };

  const differs = field => {
    if (!field.name || field.disabled || field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "select-one") return field.selectedOptions[0] !== chosen(field);
    if ("defaultValue" in field) return field.value !== field.defaultValue;
    return false;
  };

  if (form) {
    form.addEventListener("submit", () => { leaving = true; });
    addEventListener("load", () => { loaded = lists(); });
    /* Back from the next page, or from one that did not come. */
    addEventListener("pageshow", () => { leaving = false; });
  }
  addEventListener("beforeunload", event => {
    if (leaving) return;
    const changed = form && ([...form.elements].some(differs) || (loaded !== null && loaded !== lists()));
    if (!unsaved && !changed) return;
    event.preventDefault();
    event.returnValue = true; // for older browsers
  });
}
