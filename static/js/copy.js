// Buttons that copy a text of the page. Without this file, or where the browser has no clipboard for us, there are none.
"use strict";

if (navigator.clipboard) {
  for (const place of document.querySelectorAll(".copy")) {
    const button = place.querySelector("button");
    const status = place.querySelector("[role=status]");
    const text = document.getElementById(button.dataset.copies);
    button.addEventListener("click", async () => {
      status.textContent = "";
      try {
        await navigator.clipboard.writeText(text.innerText.trim());
        status.textContent = status.dataset.done;
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
    place.hidden = false;
  }
}
