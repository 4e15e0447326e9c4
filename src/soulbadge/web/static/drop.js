// A file dropped on the form becomes its text. Without this script the field for files does the same.

for (const form of document.querySelectorAll("[data-drop]")) {
  const over = (event) => {
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const [file] = event.dataTransfer.files;
    form.querySelector("textarea").value = file ? await file.text() : event.dataTransfer.getData("text/plain");
  });
}
