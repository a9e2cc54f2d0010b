// Base maps beneath the features.

/** Add it to the map; return what it does when the program tells it something. */
export function addBase() {
  return {};
}
