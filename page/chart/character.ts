/** How wide a character of a chart's text is at most on average, in pixels: what is longer than its room is cut, or not written. */
export const CHARACTER_PX = 7.4;
