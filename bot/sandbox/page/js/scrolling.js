const NEAR_PX = 60;

/**
 * Keeps a scroller at its bottom while the reader is there, and in place while they read further up.
 * `button` leads back to the bottom.
 */
export function keepAtBottom(scroller, content, button) {
  let following = true;
  const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
  const toBottom = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener(
    "scroll",
    () => {
      following = atBottom();
      button.hidden = following;
    },
    { passive: true },
  );
  const settle = new ResizeObserver(() => following && toBottom());
  settle.observe(content);
  settle.observe(scroller);
  button.addEventListener("click", toBottom);

  return {
    follow() {
      following = true;
      button.hidden = true;
      toBottom();
    },
    keepingPlace(change) {
      const fromBottom = scroller.scrollHeight - scroller.scrollTop;
      change();
      scroller.scrollTop = scroller.scrollHeight - fromBottom;
    },
  };
}
