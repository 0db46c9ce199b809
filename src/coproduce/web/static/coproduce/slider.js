// A number with a range is also a slider: moving either moves the other. Without this script the number is there alone.
for (const number of document.querySelectorAll("input[data-slider]")) {
  const slide = document.createElement("input");
  slide.type = "range";
  slide.min = number.min;
  slide.max = number.max;
  slide.step = number.dataset.slider;
  slide.value = number.value;
  slide.className = "slide";
  slide.setAttribute("aria-label", number.labels[0].textContent);
  slide.addEventListener("input", () => (number.value = slide.value));
  number.addEventListener("input", () => (slide.value = number.value));
  number.before(slide);
}
