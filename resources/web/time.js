// The state of the features on another day, and two days beside each other.

/** Add it to the map; return what it does when the program tells it something. */
export function addTime() {
  return {};
}
