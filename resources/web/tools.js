// What is done on the map by hand: measuring, choosing by an outline, drawing and correcting.

/** Add it to the map; return what it does when the program tells it something. */
export function addTools() {
  return {};
}
